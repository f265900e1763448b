using Countersign.Server.Hosting;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Composition;

/// <summary>
/// Where a server waits that may not work beside the others on its database, because a setting that all of them share is another one here.
/// It listens, so that its proxy and its operator can see it, and answers nothing but its health. It has written nothing yet, and carries
/// no messages.
/// </summary>
public static partial class WaitingRoom
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Waits until nothing is in the way; false when the server is told to stop meanwhile.</summary>
    public static async Task<bool> Leave(ServerSettings settings, ServerOptions options, CancellationToken ct)
    {
        if (settings.Database is null) return true;

        await using var custody = await Custody.Open(settings, options.Clock, ct);
        var state = new NodeState();
        var membership = new Membership(custody.Db, () => SharedSettings.Of(settings, custody.Keys), state);
        if ((state.Differences = await membership.Look(ct)).Count == 0) return true;

        await using var app = Build(settings, options, state);
        Tell(app, state.Differences);
        await app.StartAsync(ct);
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            do await Task.Delay(BetweenLooks, stopping).WaitAsync(ct);
            while (await IsInTheWay(app, membership, state, stopping));
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
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseNodeGate(state);
        app.MapHealth(state);
        return app;
    }

    // What is in the way stays the answer for as long as this listens: it has nothing to offer when nothing is any more.
    private static async Task<bool> IsInTheWay(WebApplication app, Membership membership, NodeState state, CancellationToken ct)
    {
        try
        {
            var differences = await membership.Look(ct);
            if (differences.Count == 0) return false;

            if (!differences.SequenceEqual(state.Differences)) Tell(app, state.Differences = differences);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // Who is alive is known when the database answers again.
            return true;
        }
    }

    private static void Tell(WebApplication app, IReadOnlyList<Difference> differences)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WaitingRoom));
        foreach (var difference in differences) Log.Waits(log, difference, Heartbeat.WhatToDo);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Not ready, and waiting: {Difference} {WhatToDo}")]
        public static partial void Waits(ILogger log, Difference difference, string whatToDo);
    }
}
