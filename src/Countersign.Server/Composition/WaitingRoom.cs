using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;

namespace Countersign.Server.Composition;

/// <summary>
/// Where a server waits that may not work beside the others on its database, because a setting that all of them share, or the key file, is
/// another one here. It listens, so that its proxy and its operator can see it, and answers nothing but its health. It has written nothing
/// yet, and carries no messages.
/// </summary>
public static partial class WaitingRoom
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Waits until nothing is in the way; false when the server is told to stop meanwhile.</summary>
    public static async Task<bool> Leave(ServerSettings settings, ServerOptions options, CancellationToken ct)
    {
        if (settings.Database is null) return true;

        await using var custody = await Custody.Open(settings, Restored.Refused, options.Clock, ct);
        var state = new NodeState();

        // Read anew at each look: a ring that was opened on a wrong file would refuse the right one as a stranger.
        var membership = new Membership(
            custody.Db, sql => SharedSettings.Of(sql, settings, KeyRing.Open(settings.KeyFile)), Node.PlaceOf(options), state);
        if ((await membership.Look(ct)).Count == 0) return true;
        if (await custody.Witness.Fault(ct) is null) await custody.Witness.Learn(ct);

        await using var app = Build(settings, options, state);
        var look = new WaitingLook(custody.Db, settings.KeyFile, membership, state);
        if (!await IsInTheWay(app, look, ct)) return true;

        await app.StartAsync(ct);
        Supervisor.OfProcess().Waits(look.InTheWay);
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            do await Task.Delay(BetweenLooks, stopping).WaitAsync(ct);
            while (await IsInTheWay(app, look, stopping));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static WebApplication Build(ServerSettings settings, ServerOptions options, NodeState state)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls([.. options.Urls]);
        builder.AddServerLimits(new(settings.ConnectionsPerAddress, settings.TrustedProxies, options.Clock));
        builder.Logging.UseServerLog(settings.LogFormat);
        options.Log?.Invoke(builder.Logging);
        builder.Services.AddHostedService<Hangup>();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseNodeGate(state);
        app.MapHealth(state);
        return app;
    }

    private static async Task<bool> IsInTheWay(WebApplication app, WaitingLook look, CancellationToken ct)
    {
        var (isClear, news) = await look.Again(ct);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WaitingRoom));
        foreach (var each in news) Log.Waits(log, each);
        return !isClear;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Not ready, and waiting: {Reason}")]
        public static partial void Waits(ILogger log, string reason);
    }
}
