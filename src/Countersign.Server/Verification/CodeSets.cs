using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>
/// Changes that end with a new set of recovery codes. A set is ten slow hashes, which no transaction may wait for, and which nobody
/// may have computed before their proof was found right; but the proof must be spent in the transaction that stores the codes.
/// So the change is tried without codes first. Whatever refuses it refuses it there: counted, written down and told, and no
/// hash was computed. If it would have succeeded it is undone, nothing is spent, and it is done again with the codes made.
/// </summary>
public sealed class CodeSets(Ground ground, BackupCodeHash hash)
{
    /// <summary>Makes a change.</summary>
    /// <param name="claim">Who wants the codes.</param>
    /// <param name="change">One transaction. It may run several times, and asks for the codes only when nothing more can refuse it.</param>
    public async Task<T> Change<T>(HashClaim claim, Func<Tx, FreshCodes, Task<T>> change, CancellationToken ct)
    {
        if (await Try(change, ct) is (var refused, IsEnough: true)) return refused;

        using var turn = await hash.Turn(claim, ct);

        // An account has one turn at a time: of many requests with one right code, those that waited find it spent, and no hash is
        // computed for them either.
        if (await Try(change, ct) is (var overtaken, IsEnough: true)) return overtaken;

        // A code that expires while the set is made is refused like one that comes a moment too late.
        var set = await hash.MakeSet(ground.Policy.BackupCodes, turn, ct);
        return await ground.Db.Write(tx => change(tx, new(set)), ct);
    }

    private Task<(T Answer, bool IsEnough)> Try<T>(Func<Tx, FreshCodes, Task<T>> change, CancellationToken ct) =>
        ground.Db.Write(async tx =>
        {
            var codes = new FreshCodes(null);
            var answer = await change(tx, codes);
            return (answer, IsEnough: !codes.WereWanted);
        }, ct);
}

/// <summary>The codes of a change under way.</summary>
/// <param name="set">Null while the change is only tried.</param>
public sealed class FreshCodes(BackupCodeSet? set)
{
    /// <summary>Whether the change came so far as to need them.</summary>
    internal bool WereWanted { get; private set; }

    /// <summary>Stores the set in the place of all earlier codes, and shows it once.</summary>
    public async Task<IReadOnlyList<BackupCode>> Store(Tx tx, AccountId account)
    {
        if (set is not null)
        {
            await BackupCodeStore.Replace(tx, account, set.Stored);
            return set.Codes;
        }

        WereWanted = true;
        tx.Undo();
        return [];
    }
}
