using System.Text;
using System.Text.Unicode;
using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>
/// Stands before every route of this door: checks user name and password, or the token, as the route's
/// <see cref="VssAccess"/> asks, before anything of the request is looked at.
/// </summary>
public sealed class VssGate(
    CheckBasic checkBasic, AccessTokens tokens, Callers callers, FalseCredentials falses, CredentialDecisions decisions,
    SessionCookie cookie, RequestDelegate next)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    // Strict, since a lenient decoder would turn different broken bytes into the same name.

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<VssAccessNeeded>() is { Access: var access } ? Guard(context, access) : next(context);

    private async Task Guard(HttpContext context, VssAccess access)
    {
        var (refused, call) = access switch
        {
            VssAccess.Anybody => (null, new VssCall(null, null, context.Source())),
            VssAccess.Password => await ByPassword(context),
            VssAccess.Token => await ByToken(context),
        };
        if (refused is not null)
        {
            await refused.ExecuteAsync(context);
            return;
        }

        context.Features.Set(call);
        await next(context);
    }

    private async Task<(VssErrorResult? Refused, VssCall? Call)> ByPassword(HttpContext context)
    {
        // A browser sends a password it has learned to whatever page asks for it.
        if (!SameOrigin.Holds(context.Request, cookie.Origin))
        {
            falses.NoteOtherSite(context.Source());
            return No(VssErrorCode.Forbidden, "This request came from another site. Open our own page and try again.");
        }

        var presented = Presented(context, Basic);
        if (Credentials(presented) is not var (name, password))
        {
            if (presented is not null) falses.Note(context.Source());
            return No(VssErrorCode.Unauthorized, "Send your user name and password as HTTP Basic.");
        }


        var answer = await checkBasic.Run(name, password, context.Source(), context.RequestAborted);
        return answer.Given is { } person
            ? (null, new(person, null, person.Source))
            : (VssErrors.Of(answer.Refused!), null);
    }

    private async Task<(VssErrorResult? Refused, VssCall? Call)> ByToken(HttpContext context)
    {
        var source = context.Source();
        if (Presented(context, Bearer) is not { } presented)
            return No(VssErrorCode.Unauthorized, "Send a token from /auth/request-token as 'Authorization: Bearer …'.");
        if (await tokens.Read(presented) is not { } id)
        {
            falses.Note(source);
            return No(VssErrorCode.Unauthorized, "Send a token from /auth/request-token as 'Authorization: Bearer …'.");
        }

        var identified = await callers.Identify(id, SessionKind.Token, source, context.RequestAborted);
        await callers.NoteUse(identified.Caller, context.RequestAborted);
        return identified switch
        {
            { Outcome: CallerOutcome.Expired } => No(VssErrorCode.Unauthorized, "That token has expired. Request a new one."),
            { Caller: null } => No(VssErrorCode.Unauthorized, "That token is not valid. Request a new one."),
            { Caller: var caller } => (Refuse(caller), new(null, caller, source)),
        };
    }

    private VssErrorResult? Refuse(Caller caller)
    {
        if (caller.MustTurnOnSecondFactor)
        {
            decisions.Refused(caller, AuditOutcome.MustTurnOn);
            return VssErrors.Of(new(Refusal.MustTurnOnSecondFactor));
        }

        if (caller.IsFull) return null;

        decisions.Refused(caller, AuditOutcome.SecondFactorNeeded);
        return VssErrors.Say(VssErrorCode.Unauthorized, "That token was issued without a second factor. Request a new one with a code.");
    }

    private static (VssErrorResult Refused, VssCall? Call) No(VssErrorCode code, string what) => (VssErrors.Say(code, what), null);

    private static string? Presented(HttpContext context, string scheme)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;
    }

    // RFC 7617 §2: the user name ends at the first colon.
    private static (string Name, string Password)? Credentials(string? presented)
    {
        try
        {
            var text = presented is null ? "" : TextOf(Convert.FromBase64String(presented));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && colon < text.Length - 1 && PlainText.Holds(text) ? (text[..colon], text[(colon + 1)..]) : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException)
        {
            return null;
        }
    }

    // RFC 7617 §2.1: clients that know of no charset send one byte a letter, as the libraries of Python do.
    private static string TextOf(byte[] bytes) => Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : Encoding.Latin1.GetString(bytes);
}
