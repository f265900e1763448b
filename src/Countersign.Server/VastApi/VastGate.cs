using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>
/// Stands before every route of this door: finds out who calls, and refuses whoever the route's <see cref="VastAccess"/>
/// does not take, before anything of the request is looked at.
/// </summary>
public sealed class VastGate(
    Callers callers, CredentialDecisions decisions, FalseCredentials falses, SessionCookie cookie, RequestDelegate next)
{
    internal const string FirstTurnOn =
        "This service requires two-factor authentication, and your account has none yet. Turn it on first (`tfa add`); until then " +
            "nothing else is open.";

    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<VastAccessNeeded>() is { } needed ? Guard(context, needed) : next(context);

    private async Task Guard(HttpContext context, VastAccessNeeded needed)
    {
        var source = context.Source();
        var (refused, call) = await Identify(context, source, needed.Access);
        if ((refused ?? Refuse(call!, needed.Access) ?? Enforce(call!, needed)) is { } no)
        {
            await callers.NoteUse(call?.SignedIn, context.RequestAborted);
            await no.ExecuteAsync(context);
            return;
        }

        // What asks only is noted first, so that its answer shows it; a change notes it with itself.
        context.Features.Set(call);
        if (HttpMethods.IsGet(context.Request.Method)) await callers.NoteUse(call!.SignedIn, context.RequestAborted);
        await next(context);
        await callers.NoteUse(call!.SignedIn, CancellationToken.None);
    }

    private async Task<(IResult? Refused, VastCall? Call)> Identify(HttpContext context, Source source, VastAccess access)
    {
        var (key, kind) = Presented(context);
        if (key is null) return (null, new(null, null, source));
        if (kind is SessionKind.Browser && !SameOrigin.Holds(context.Request, cookie.Origin))
        {
            falses.NoteOtherSite(source);
            return (VastErrors.Say(VastErrorCode.AuthError, "This request came from another site. Open our own page and try again."), null);
        }

        var identified = await callers.Identify(key, kind, source, context.RequestAborted);
        return identified.Outcome switch
        {
            CallerOutcome.Known => (null, new(identified.Caller, key, source)),

            // A browser sends its old cookie along wherever it goes; at the sign-in door it means nothing.
            CallerOutcome.Unknown or CallerOutcome.Expired when kind is SessionKind.Browser
                && TakesStrangers(access) => (null, new(null, null, source)),
            CallerOutcome.Unknown => (VastErrors.Say(VastErrorCode.InvalidUserKey, WireTexts.InvalidUserKey), null),
            CallerOutcome.Expired => (VastErrors.Say(VastErrorCode.SessionExpired, WireTexts.SessionExpired), null),
        };
    }

    private (string? Key, SessionKind Kind) Presented(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? (header[Scheme.Length..].Trim(), SessionKind.Bearer)
            : (cookie.Read(context.Request), SessionKind.Browser);
    }

    private static bool TakesStrangers(VastAccess access) => access is VastAccess.Anybody or VastAccess.CallerOrSecret;

    private IResult? Refuse(VastCall call, VastAccess access)
    {
        if (call.SignedIn is not { } caller) return TakesStrangers(access) ? null : NotSignedIn();

        return access switch
        {
            VastAccess.Anybody or VastAccess.Caller => null,
            VastAccess.CallerOrSecret => caller.May(ApiKeyRights.Write) ? null : MayNot(caller, "change"),
            VastAccess.Reader => caller.May(ApiKeyRights.Read) ? null : MayNot(caller, "read"),
            VastAccess.Changer when !caller.May(ApiKeyRights.Write) => MayNot(caller, "change"),
            VastAccess.Changer => caller.IsFull ? null : NeedsSecondFactor(caller),
        };
    }

    private IResult? Enforce(VastCall call, VastAccessNeeded needed)
    {
        if (needed.TurnsOn || call.SignedIn is not { MustTurnOnSecondFactor: true } caller) return null;

        decisions.Refused(caller, AuditOutcome.MustTurnOn);
        return VastErrors.Say(VastErrorCode.AuthError, FirstTurnOn);
    }

    private static IResult NotSignedIn() =>
        VastErrors.Say(VastErrorCode.AuthError, "You are not signed in. Send your API key or session key as 'Authorization: Bearer …'.");

    private IResult MayNot(Caller caller, string what)
    {
        decisions.Refused(caller, AuditOutcome.RightMissing);
        return VastErrors.Say(VastErrorCode.AuthError, $"This API key may not {what} the account. Use a key made with that permission.");
    }

    private IResult NeedsSecondFactor(Caller caller)
    {
        decisions.Refused(caller, AuditOutcome.SecondFactorNeeded);
        return VastErrors.Say(
            VastErrorCode.TfaSessionRequired,
            $"This account uses {WireTexts.TwoFactorAuthentication}, and an API key alone is not enough here. Log in with a code first " +
                $"(`tfa login`).");
    }
}

/// <summary>A route's access, as metadata on its endpoint.</summary>
/// <param name="TurnsOn">
/// The route leads to a first second factor, or keeps the account from being deleted: it stays open where the operator requires one.
/// </param>
public sealed record VastAccessNeeded(VastAccess Access, bool TurnsOn = false);
