using System.Net;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>An application that asks by RADIUS, and what it shares with us. It does not print.</summary>
/// <param name="Secrets">Those that are good now.</param>
public sealed record RadiusClient(App App, IReadOnlyList<byte[]> Secrets)
{
    /// <summary>Its name alone.</summary>
    public override string ToString() => $"{App.Name} •••";
}

/// <summary>
/// Which application asks from an address. Anybody may ask about any, so whether one does is looked up once in a moment and no more. It
/// only ever refuses: of an application that there may be, the database is asked each time.
/// </summary>
public sealed class RadiusClients(Ground ground, SharedSecrets secrets) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile Seen? seen;

    /// <summary>The one that asks from there, or null. Of several networks around an address the narrowest counts.</summary>
    public async Task<RadiusClient?> Find(IPAddress address, CancellationToken ct)
    {
        var now = ground.Now();
        var there = seen is { } lately && (now - lately.At).Duration() < Moment ? lately : await Look(ct);
        var (network, app) = there.Networks.FirstOrDefault(each => each.Network.Contains(address));
        return network is null ? null : await ground.Db.Read(sql => Find(sql, app), ct);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RadiusClient?> Find(Sql sql, AppId id) =>
        await AppStore.Find(sql, id) is { } app ? new RadiusClient(app, await secrets.Live(sql, id)) : null;

    private async Task<Seen> Look(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var now = ground.Now();
            if (seen is { } lately && (now - lately.At).Duration() < Moment) return lately;

            var networks = from app in await ground.Db.Ask(AppStore.ListAsking, ct)
                           from text in app.Said.ReturnAddresses
                           let network = AppNetwork.Find(text)
                           where network is not null
                           orderby network.Bits descending, app.Name
                           select (network, app.Id);
            return seen = new(now, [.. networks]);
        }
        finally
        {
            turn.Release();
        }
    }

    private sealed record Seen(DateTimeOffset At, IReadOnlyList<(AppNetwork Network, AppId App)> Networks);
}
