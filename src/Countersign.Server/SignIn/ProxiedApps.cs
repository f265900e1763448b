using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// Which application behind a proxy is at an address. Anybody may ask about any, so that is looked up once in a moment and no more. Nobody
/// is let in by it: by what they carry, and by an open path, the database is asked.
/// </summary>
public sealed class ProxiedApps(Ground ground) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile Seen? seen;

    /// <summary>The one at this origin, or null.</summary>
    public async Task<App?> Find(string origin, CancellationToken ct)
    {
        var now = ground.Now();
        var there = seen is { } lately && (now - lately.At).Duration() < Moment ? lately : await Look(ct);
        return there.ByOrigin.GetValueOrDefault(origin);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Seen> Look(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var now = ground.Now();
            if (seen is { } lately && (now - lately.At).Duration() < Moment) return lately;

            var byOrigin = new Dictionary<string, App>(StringComparer.Ordinal);
            foreach (var app in await ground.Db.Ask(AppStore.ListProxied, ct))
                foreach (var origin in app.Said.ReturnAddresses) byOrigin[origin] = app;
            return seen = new(now, byOrigin);
        }
        finally
        {
            turn.Release();
        }
    }

    private sealed record Seen(DateTimeOffset At, Dictionary<string, App> ByOrigin);
}
