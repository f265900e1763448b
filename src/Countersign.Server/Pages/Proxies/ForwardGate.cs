using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Proxies;

/// <summary>
/// Answers proxies that ask about each request to an application, and people at the few addresses of ours at its host. By the address
/// alone: no other request meets it, and it meets nothing that only our own pages need.
/// </summary>
public sealed class ForwardGate(
    ProxiedApps apps, PassApp pass, OwnPlaces places, Cultures cultures, FalseCredentials falses, Ground ground, RequestDelegate next)
{
    private const string Unasked =
        "Ask through a proxy that COUNTERSIGN_TRUSTED_PROXIES names, and let it say what is asked for: X-Forwarded-Method, -Proto, -Host " +
        "and -Uri, or X-Original-URL (docs/forward-auth.md).\n";

    private const string Nowhere = "No application is at this address.\n";

    public Task InvokeAsync(HttpContext context) => context.Request.Path.Value switch
    {
        ProxyPaths.Ask => Answer(context, null),
        { } path when path.StartsWith($"{ProxyPaths.AskBefore}/", StringComparison.Ordinal) =>
            Answer(context, Forwarded.TargetOf(context, ProxyPaths.AskBefore) ?? ""),
        { } path when path.StartsWith($"{AppPathRules.Own}/", StringComparison.Ordinal) => Lead(context),
        _ => next(context), // an open list: all other addresses
    };

    private async Task Answer(HttpContext context, string? target)
    {
        if (await Find(context, target) is not var (asked, app)) return;

        var ct = context.RequestAborted;
        var source = new AskedFrom(context.Connection.RemoteIpAddress?.ToString() ?? "", () => SourceOf(context, app));
        var passing = await pass.Run(app, asked.Address, ProxyCookies.ReadPass(context.Request, asked.Address.Origin), source, ct);
        if (passing.IsFree) ForwardAnswer.LetPass(context.Response, passing);
        else await ForwardAnswer.SendAway(context, asked, cultures, ground.Now());
    }

    private async Task Lead(HttpContext context)
    {
        if (await Find(context, Forwarded.TargetOf(context, "")) is not var (asked, app)) return;

        await places.Lead(context, asked, app, SourceOf(context, app));
    }

    // Null, and answered: no proxy asks, or about nothing of ours.
    private async Task<(Forwarded Asked, App App)?> Find(HttpContext context, string? target)
    {
        context.MarkElsewhere();
        if (!context.IsByTrustedProxy()) return await Refuse(context, StatusCodes.Status403Forbidden, Unasked);
        if (Forwarded.Read(context.Request, target) is not { } asked)
            return await Refuse(context, StatusCodes.Status400BadRequest, Unasked);
        if (await apps.Find(asked.Address.Origin, context.RequestAborted) is { } app) return (asked, app);

        falses.NoteApp(SourceOf(context, null));
        return await Refuse(context, StatusCodes.Status403Forbidden, Nowhere);
    }

    private static async Task<(Forwarded, App)?> Refuse(HttpContext context, int status, string why)
    {
        await ForwardAnswer.Say(context.Response, status, why);
        return null;
    }

    // Where somebody wants to go may hold a secret, and is told to nobody.
    private static Source SourceOf(HttpContext context, App? app) =>
        context.Source() with { Route = app is null ? ProxyPaths.Ask : $"{ProxyPaths.Ask} {app.Name}" };
}
