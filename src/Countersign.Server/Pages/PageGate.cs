using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Microsoft.Extensions.Primitives;

namespace Countersign.Server.Pages;

/// <summary>
/// Stands before every page: finds out who is there, refuses forms that are not ours, and leads whoever a page's
/// <see cref="PageAccess"/> does not take to where they can go on.
/// </summary>
public sealed class PageGate(
    Callers callers, CredentialDecisions decisions, FalseCredentials falses, PageCookies cookies, Cultures cultures, FormTokens tokens,
    Ground ground, RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageAccessNeeded>() is { Access: var access } ? Guard(context, access) : next(context);

    private async Task Guard(HttpContext context, PageAccess access)
    {
        if (Arrival.IsBlind(context.Request))
        {
            await Arrival.LeadOn(context, cookies, cultures, ground.Now()).ExecuteAsync(context);
            return;
        }

        RequireText(context.Request.Query);
        var caller = await Identify(context);
        var form = await ReadForm(context);
        var call = CallOf(context, caller, form);
        if (!HttpMethods.IsGet(context.Request.Method) && !IsOurs(context, call))
        {
            await Stale(call, access).ExecuteAsync(context);
            return;
        }

        if (access is PageAccess.Admin && call.SignedIn is { Account.IsAdmin: false } person)
        {
            decisions.Refused(person, AuditOutcome.RightMissing);
            await call.Show<AdminsOnlyPage>(status: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        if (Elsewhere(call, access) is { } path)
        {
            if (path is PagePaths.SignIn or PagePaths.ProveAgain && access is not PageAccess.Pending) Want(context, access);
            await call.GoTo(path, path is PagePaths.SignIn && HadSession(context) ? Said.SessionOver : null).ExecuteAsync(context);
            return;
        }

        context.Features.Set(call);
        await next(context);
    }

    // What a form asked for cannot be opened, but an admin's forms are where their pages are. What was said once is not said again.
    private void Want(HttpContext context, PageAccess access)
    {
        var request = context.Request;
        if (request.Query.ContainsKey("said")) return;

        if (HttpMethods.IsGet(request.Method))
            cookies.Give(context.Response, PageCookie.Wanted, request.Path.ToUriComponent() + request.QueryString);
        else if (access is PageAccess.Admin)
            cookies.Give(context.Response, PageCookie.Wanted, request.Path.ToUriComponent());
    }

    // Whoever signs out loses the cookie with the session; who still has it did not see the session end.
    private bool HadSession(HttpContext context) => cookies.Session.Read(context.Request) is not null;

    private async Task<Caller?> Identify(HttpContext context)
    {
        if (cookies.Session.Read(context.Request) is not { } key) return null;

        var identified = await callers.Identify(key, SessionKind.Browser, context.Source(), context.RequestAborted);
        await callers.NoteUse(identified.Caller, context.RequestAborted);
        if (identified.Caller is not { IsFull: false } half) return identified.Caller;

        decisions.Refused(half, AuditOutcome.SecondFactorNeeded);
        return null;
    }

    private static async Task<IFormCollection> ReadForm(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType) return FormCollection.Empty;

        try
        {
            await ByteOrderMark.Skip(context.Request, context.RequestAborted);
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            RequireText(form);
            return form;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // What a visitor sends is no fault of the server.
            throw new BadHttpRequestException("The form could not be read.", broken);
        }
    }

    // No page and no rule behind it meets what cannot be normalised, stored or shown.
    private static void RequireText(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        if (!fields.SelectMany(field => field.Value).All(value => PlainText.Holds(value ?? "")))
            throw new BadHttpRequestException("A field holds something that isn't text.");
    }

    private PageCall CallOf(HttpContext context, Caller? caller, IFormCollection form)
    {
        var request = context.Request;
        if (cookies.Read(request, PageCookie.Form) is not { Length: > 0 } seed)
        {
            seed = FormTokens.NewSeed();
            cookies.Give(context.Response, PageCookie.Form, seed);
        }

        var culture = cultures.Choose(cookies.Read(request, PageCookie.Language), caller?.Account.Language, request);
        return new(context, cookies, caller, culture, ground.Now(), tokens.Make(seed, caller?.Credential.Word ?? ""), form);
    }

    // Two locks of different make: the browser says where the form came from, and the form knows what no other site can know.
    private bool IsOurs(HttpContext context, PageCall call)
    {
        if (!SameOrigin.Holds(context.Request, cookies.Session.Origin))
        {
            falses.NoteOtherSite(context.Source());
            return false;
        }

        var seed = cookies.Read(context.Request, PageCookie.Form);
        return tokens.Holds(call.Form[FormTokens.Field], seed, call.SignedIn?.Credential.Word ?? "");
    }

    // Who has signed in in another tab, or with the first of two clicks, is where the form would have led.
    private static IResult Stale(PageCall call, PageAccess access) =>
        access is PageAccess.Visitor or PageAccess.Pending && call.SignedIn is not null
            ? call.GoTo(PagePaths.Account)
            : call.Show<StalePage>(status: StatusCodes.Status403Forbidden, at: PagePaths.Start);

    private string? Elsewhere(PageCall call, PageAccess access) => access switch
    {
        PageAccess.Anybody => null,
        PageAccess.Visitor => call.SignedIn is null ? null : PagePaths.Account,
        PageAccess.Pending when call.SignedIn is not null => PagePaths.Account,
        PageAccess.Pending => cookies.ReadToken(call.Http.Request, PageCookie.Pending) is null ? PagePaths.SignIn : null,
        PageAccess.Newcomer => call.SignedIn is null ? PagePaths.SignIn : null,
        PageAccess.Person or PageAccess.Admin when call.SignedIn is null => PagePaths.SignIn,
        PageAccess.Person when call.Caller.MustTurnOnSecondFactor => Refuse(call, AuditOutcome.MustTurnOn, PagePaths.Add),
        PageAccess.Person => null,
        PageAccess.Admin when !call.Caller.AccountHasSecondFactor => Refuse(call, AuditOutcome.MustTurnOn, PagePaths.Add),
        PageAccess.Admin when call.Caller.AwaitsMailbox => Refuse(call, AuditOutcome.AwaitsMailbox, PagePaths.ConfirmFactor),
        PageAccess.Admin when AdminRights.IsProvenLately(call.Caller, call.Now, ground.Policy) => null,
        PageAccess.Admin => Refuse(call, AuditOutcome.SecondFactorNeeded, PagePaths.ProveAgain),
    };

    private string Refuse(PageCall call, AuditOutcome why, string path)
    {
        decisions.Refused(call.Caller, why);
        return path;
    }
}
