using System.Text;
using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>
/// Stands before every route of this door: which application is calling, at which address the person before it is, and whether the person
/// is one of its own. What it says of the person's address is for limits and the audit log, and nothing is trusted for it.
/// </summary>
public sealed class AppsGate(
    AppCallers callers, FalseCredentials falses, ServerSettings settings, SessionCookie cookie, RequestDelegate next)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    private const string WhoAreYou =
        "Send the application's name and secret as HTTP Basic, or its secret as 'Authorization: Bearer …'. " +
        "`countersign-server app add NAME --kind api` makes one.";

    private const string WhoIsIt =
        "A person's id has 1 to 128 letters, digits and - . _ ~ @ : + |, and stands in the address as it is.";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AppsAccessNeeded>() is { Access: var access } ? Guard(context, access) : next(context);

    private async Task Guard(HttpContext context, AppsAccess access)
    {
        var (refused, call) = await Enter(context, access);
        if (refused is not null)
        {
            await refused.ExecuteAsync(context);
            return;
        }

        context.Features.Set(call);
        await next(context);
    }

    private async Task<(AppsErrorResult? Refused, AppsCall? Call)> Enter(HttpContext context, AppsAccess access)
    {
        // A browser sends a password it has learned to whatever page asks for it.
        if (!SameOrigin.Holds(context.Request, cookie.Origin))
        {
            falses.NoteOtherSite(context.Source());
            return No(AppsErrorCode.Unauthorized, "This request came from a page. Ask from the server of the application.");
        }

        if (Presented(context.Request) is not var (name, secret)) return No(AppsErrorCode.Unauthorized, WhoAreYou);
        if (await callers.Identify(name, secret, context.Source(), context.RequestAborted) is not { } app)
            return No(AppsErrorCode.Unauthorized, WhoAreYou);
        if (SourceOf(context, app) is not { } source)
            return No(AppsErrorCode.BadRequest, $"Name the person's address in the header {NamedEndUser.Address}: one IPv4 or IPv6 " +
                $"address and nothing else. {NamedEndUser.Agent} goes with it.");

        app = app with { Source = source };
        var person = context.GetRouteValue("person") as string ?? "";
        if (!AppRules.IsOutsideId(person)) return No(AppsErrorCode.BadRequest, WhoIsIt);
        if (access is AppsAccess.Application) return (null, new(app, person, null));

        return await callers.For(app, person, context.RequestAborted) is { } caller
            ? (null, new(app, person, caller))
            : No(AppsErrorCode.NotFound, "This application has no such person. PUT them first.");
    }

    // Whom it names has the limits of one address, and all whom it names together have some too; else it is one address that many share.
    private Source? SourceOf(HttpContext context, AppCaller app)
    {
        var (seen, headers) = (app.Source, context.Request.Headers);
        var (named, agent) = (headers[NamedEndUser.Address].ToString(), headers[NamedEndUser.Agent].ToString());
        var asking = new AskingApp(app.App.Name, "") { KeepsPeople = true };
        if (named.Length == 0)
            return agent.Length > 0 ? null : seen with { Asking = asking, Share = settings.ApplicationShare };
        if (NamedEndUser.Read(named) is not { } address) return null;

        var plain = AddressBucket.Plain(address);
        return new(plain.ToString(), AddressBucket.Of(plain), RequestSource.Shown(agent), seen.Route)
        {
            Around = AddressBucket.Around(plain),
            Asking = asking with { Peer = seen.IpAddress, Together = Network.OfKeeper(app.App.Id, settings.ApplicationShare) },
        };
    }

    // RFC 6750 §2.1: the secret alone; RFC 7617 §2: the name ends at the first colon.
    private static (string? Name, string Secret)? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim() is { Length: > 0 } secret ? (null, secret) : null;
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;

        try
        {
            var text = Strict.GetString(Convert.FromBase64String(header[Basic.Length..].Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && colon < text.Length - 1 ? (text[..colon], text[(colon + 1)..]) : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static (AppsErrorResult Refused, AppsCall? Call) No(AppsErrorCode code, string what) => (AppsErrors.Say(code, what), null);
}
