using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Composition;

/// <summary>
/// What a server that waits looks at: whether the key file is there and is the one of the database, and whether the others share what all
/// of them share. Whatever somebody puts in the place of the key file meanwhile, it waits on.
/// </summary>
internal sealed class WaitingLook(Db db, string keyFile, Membership membership, NodeState state)
{
    private IReadOnlyList<string> told = [];

    /// <summary>What was in the way when it was looked at last.</summary>
    public IReadOnlyList<string> InTheWay => told;

    /// <summary>Looks; what is new is for the log.</summary>
    /// <returns>Whether nothing is in the way any more, and sentences that were not told the last time.</returns>
    public async Task<(bool IsClear, IReadOnlyList<string> News)> Again(CancellationToken ct)
    {
        try
        {
            var (keyFaults, differences) = await Look(ct);

            // What was in the way stays the answer for as long as the room listens: it has nothing to offer when nothing is any more.
            if (keyFaults.Count + differences.Count == 0) return (true, []);

            (state.KeyFaults, state.Differences) = (keyFaults, differences);
        }
        catch (StoreUnavailableException)
        {
            // Who is alive is known when the database answers again.
            return (false, []);
        }

        IReadOnlyList<string> now =
            [.. state.KeyFaults, .. state.Differences.Select(difference => $"{difference} {Heartbeat.WhatToDo}")];
        var news = now.Except(told, StringComparer.Ordinal).ToList();
        told = now;
        return (false, news);
    }

    private async Task<(IReadOnlyList<string> KeyFaults, IReadOnlyList<Difference> Differences)> Look(CancellationToken ct)
    {
        try
        {
            var keys = KeyRing.Open(keyFile);
            var wrong = await db.Read(sql => StartUpChecks.WrongCanaries(sql, keys), ct);
            return (wrong, await membership.Look(ct));
        }
        catch (KeyFileException unusable)
        {
            return ([unusable.Message], []);
        }
    }
}
