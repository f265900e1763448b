namespace Countersign.Server.Storage;

/// <summary>
/// How many names a network may try passwords of. A name counts once in a window, however often it is tried: its tries have waits of their
/// own, and whoever forgot a password takes nothing from those who share the address.
/// </summary>
/// <param name="networks">The limits of the networks that the tries come from.</param>
public sealed class NamesPerNetwork(IReadOnlyList<Limit> networks, string name)
{
    /// <summary>Counts a try; only the first one of the name takes a place.</summary>
    /// <returns>Null when there was room everywhere; else the first full limit, and nothing was counted.</returns>
    public async Task<FullLimit?> Take(Tx tx)
    {
        var fresh = new List<Limit>(networks.Count);
        foreach (var network in networks)
        {
            // Both end together: a name that came late in one window counts in the next one again.
            var ends = await LimitStore.EndsAt(tx, network) ?? tx.Now + network.Rate.Window;
            await LimitStore.TryTake(tx, TriesOf(network, ends - tx.Now));
            if (await Tries(tx, network) == 1) fresh.Add(network);
        }

        if (await NetworkLimits.TakeAll(tx, fresh) is not { } full) return null;

        foreach (var network in networks) await LimitStore.GiveBack(tx, TriesOf(network, network.Rate.Window));
        return full;
    }

    /// <summary>Takes one try back; with the last one the name's place.</summary>
    public async Task GiveBack(Tx tx)
    {
        foreach (var network in networks)
        {
            if (await Tries(tx, network) is 1) await Forget(tx, network);
            else await LimitStore.GiveBack(tx, TriesOf(network, network.Rate.Window));
        }
    }

    /// <summary>The password was right: the name counts as one that was not tried.</summary>
    public async Task Forget(Tx tx)
    {
        foreach (var network in networks)
            if (await Tries(tx, network) > 0) await Forget(tx, network);
    }

    private async Task Forget(Tx tx, Limit network)
    {
        await LimitStore.Forget(tx, TriesOf(network, network.Rate.Window).Bucket);
        await LimitStore.GiveBack(tx, network);
    }

    private Task<long> Tries(Tx tx, Limit network) => LimitStore.Hits(tx, TriesOf(network, network.Rate.Window));

    private Limit TriesOf(Limit network, TimeSpan window) =>
        new(Buckets.TriedFrom(network.Bucket, name), new(int.MaxValue, window));
}
