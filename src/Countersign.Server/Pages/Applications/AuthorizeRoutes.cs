using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Pages.Entry;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.WebUtilities;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.Pages.Applications;

/// <summary>What the page shows that asks what an application may learn.</summary>
/// <param name="Ask">The question, for the form to carry on.</param>
public sealed record ConsentView(App App, IReadOnlyList<string> Scopes, string Ask);

/// <summary>What a page between an application and its people shows.</summary>
/// <param name="Path">Where the question is asked again.</param>
public sealed record AppStepView(App App, string Path);

/// <summary>
/// An application asks who somebody is (OpenID Connect Core §3.1.2). Whoever is not signed in, or has not proven enough, is led to do so
/// and comes back to the same question.
/// </summary>
public static class AuthorizeRoutes
{
    /// <summary>The field in which forms carry the question on.</summary>
    public const string AskField = "ask";

    /// <summary>The button that allows it.</summary>
    public const string Yes = "allow";

    // OpenID Connect Core Error Code unmet_authentication_requirements 1.0, §1.
    internal const string Unmet = "unmet_authentication_requirements";

    // What somebody refused is asked once more with this, and answered by a no.
    private const string RefusedPart = "refused";

    public static void MapApplications(this IEndpointRouteBuilder app)
    {
        app.MapGet(OpenIdPaths.Authorize, Show).For(PageAccess.Anybody);
        app.MapGet(PagePaths.AuthorizeOn, GoOn).For(PageAccess.Anybody);
        app.MapPost(PagePaths.AuthorizeAgain, BeginAgain).For(PageAccess.Anybody);
        app.MapPost(PagePaths.AuthorizeConsent, Consent).For(PageAccess.Person);
        app.MapGet(OpenIdPaths.SignOut, SignOutRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.AuthorizeSignOut, SignOutRoutes.Submit).For(PageAccess.Anybody);
    }

    private static async Task<IResult> Show(PageCall call, EnterApp enter, FormTokens marks, CancellationToken ct)
    {
        if (call.Http.GetOpenIddictServerResponse() is { Error: { Length: > 0 } }) return AppTrouble.Of(call);
        if (await enter.Find(call.Http.GetOpenIddictServerRequest()?.ClientId, ct) is not { } app) return AppTrouble.Of(call);

        var asked = AskedByApp.Read(call, app, marks);
        if (call.Query(RefusedPart).Length > 0) return OpenIdAnswer.No(Errors.AccessDenied, "The person did not allow it.");
        if (!asked.Fits) return OpenIdAnswer.No(Errors.InvalidRequest, "The address is too long.");
        if (call.SignedIn is not { } caller)
            return asked.IsSilent ? OpenIdAnswer.No(Errors.LoginRequired, "Nobody is signed in.") : Lead(call, asked, PagePaths.SignIn);

        return await Step(call, enter, asked, caller, ct) is { } first ? first : await Enter(call, enter, asked, caller, ct);
    }

    private static async Task<IResult?> Step(
        PageCall call, EnterApp enter, AskedByApp asked, Caller caller, CancellationToken ct)
    {
        var step = await enter.Judge(caller, asked.Ask, ct);
        if (step is AppStep.ProveFactor or AppStep.ProvePasskey && asked.WantsAnother) step = AppStep.SignInAgain;
        if (step is not (AppStep.Enter or AppStep.Impossible) && asked.IsSilent)
            return OpenIdAnswer.No(Errors.LoginRequired, "Something is to be proven first.");

        return step switch
        {
            AppStep.ProveFactor => Lead(call, asked, PagePaths.ProveAgain),
            AppStep.AddFactor => Lead<AddFactorFirstPage>(call, asked),
            AppStep.SignInAgain => Lead<SignInAgainPage>(call, asked),
            AppStep.ProvePasskey => Lead(call, asked, PagePaths.ProvePasskey),
            AppStep.AddPasskey => Lead<AddPasskeyFirstPage>(call, asked),
            AppStep.Impossible => OpenIdAnswer.No(Unmet, "There are no passkeys at this server."),
            AppStep.Enter => await AskConsent(call, enter, asked, caller, ct),
        };
    }

    private static async Task<IResult?> AskConsent(
        PageCall call, EnterApp enter, AskedByApp asked, Caller caller, CancellationToken ct)
    {
        if (!await enter.NeedsConsent(caller, asked.Ask, ct)) return null;
        if (asked.IsSilent) return OpenIdAnswer.No(Errors.ConsentRequired, "The person is to be asked first.");

        call.Http.LetFormsLeadTo(new Uri(asked.Request.RedirectUri!));
        return call.Show<ConsentPage>(new ConsentView(asked.Ask.App, asked.Ask.Scopes, asked.Path), at: asked.Path);
    }

    private static async Task<IResult> Enter(PageCall call, EnterApp enter, AskedByApp asked, Caller caller, CancellationToken ct) =>
        await enter.Run(caller, asked.Ask, ct) is { } entered
            ? OpenIdAnswer.Enter(entered, asked.Ask.Scopes)
            : call.GoTo(asked.Path);

    // Whoever has signed in by a form of ours goes on from a page: a browser holds what answers a form to where that form may lead.
    private static IResult GoOn(PageCall call)
    {
        if (WantedApp.PathOf(call) is not { } path) return call.GoTo(PagePaths.Account);

        call.Cookies.Take(call.Http.Response, PageCookie.Wanted);
        return call.Show<ArrivalPage>(path);
    }

    private static async Task<IResult> BeginAgain(PageCall call, LogOut logOut, CancellationToken ct)
    {
        if (call.SignedIn is { } caller) await logOut.Run(caller, ct);
        var path = call.Field(AskField);
        SignInRoutes.Forget(call);
        if (WantedApp.IsOne(path)) call.Cookies.Give(call.Http.Response, PageCookie.Wanted, path);
        return call.GoTo(PagePaths.SignIn);
    }

    private static async Task<IResult> Consent(PageCall call, EnterApp enter, CancellationToken ct)
    {
        var path = call.Field(AskField);
        if (!WantedApp.IsOne(path)) return call.GoTo(PagePaths.Account);
        if (call.Field(Yes).Length == 0) return call.GoTo($"{path}&{RefusedPart}=yes");

        var parts = QueryHelpers.ParseQuery(new Uri(new Uri("http://localhost"), path).Query);
        if (await enter.Find(parts[Parameters.ClientId].ToString(), ct) is { } app)
        {
            string[] scopes = parts.TryGetValue(Parameters.Scope, out var words) ? words.ToString().Split(' ') : [];
            await enter.Allow(call.Caller, new(app, new(app.Said.Level, null, IsAnew: false, null), scopes, AsksConsentAnew: false), ct);
        }

        return call.GoTo(path);
    }

    private static IResult Lead(PageCall call, AskedByApp asked, string path)
    {
        call.Cookies.Give(call.Http.Response, PageCookie.Wanted, asked.Path);
        return call.GoTo(path);
    }

    private static IResult Lead<TPage>(PageCall call, AskedByApp asked)
        where TPage : PageBody<AppStepView>
    {
        call.Cookies.Give(call.Http.Response, PageCookie.Wanted, asked.Path);
        return call.Show<TPage>(new AppStepView(asked.Ask.App, asked.Path), at: asked.Path);
    }
}
