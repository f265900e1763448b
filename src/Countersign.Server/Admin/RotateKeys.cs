using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>How far a rotation has come.</summary>
public enum RotationStep
{
    /// <summary>Another key is active.</summary>
    Active,

    /// <summary>What an earlier rotation had left was finished; no other key was made.</summary>
    Finished,

    /// <summary>There is another key, and it is on its way to every server.</summary>
    Coming,
}

/// <summary>How a rotation ended.</summary>
/// <param name="Key">The active key, or the coming one.</param>
/// <param name="Unreadable">Values that no key opens, left as they are.</param>
public sealed record Rotation(string Key, RotationStep Step, int Resealed, IReadOnlyList<string> Unreadable);

/// <summary>
/// Makes a new root key and seals everything anew under it, beside a running server. It may be killed at any instant:
/// both keys are in the file, every value opens under one of them, and the next run goes on. Where other servers may have a copy of the
/// file of their own, the key is only made: it is put into use by <see cref="ActivateKey"/>, once they hold it.
/// </summary>
public static class RotateKeys
{
    /// <summary>Finishes what an earlier run left, or else rotates.</summary>
    public static async Task<Rotation> Run(Installation at, OperatorShell shell, CancellationToken ct)
    {
        var left = await ResealAll(at, ct);
        if (left.Resealed > 0) return await Note(at, shell, "key rotate", left with { Step = RotationStep.Finished }, ct);
        if (at.Keys.Coming is { } coming) return left with { Key = coming.Id, Step = RotationStep.Coming };

        if (!(await at.Db.Read(KeyHolders.Of, ct)).AreHere) return await Announce(at, shell, left, ct);

        // From here on the server writes under the new key too: it looks at the file before every write.
        var key = at.Keys.AddActive(at.Ground.Now());
        await at.Db.Write(tx => KeyUseStore.AddCanary(tx, key, new KeyCanary(at.Keys).Make(key)), ct);
        return await Finish(at, shell, "key rotate", ct);
    }

    /// <summary>Seals everything anew under the active key, and writes down that it is active.</summary>
    internal static async Task<Rotation> Finish(Installation at, OperatorShell shell, string command, CancellationToken ct) =>
        await Note(at, shell, command, await ResealAll(at, ct), ct);

    private static async Task<Rotation> Announce(Installation at, OperatorShell shell, Rotation left, CancellationToken ct)
    {
        at.Keys.AddComing(at.Ground.Now());
        return await Note(at, shell, "key rotate", left with { Key = at.Keys.Coming!.Id, Step = RotationStep.Coming }, ct);
    }

    private static async Task<Rotation> ResealAll(Installation at, CancellationToken ct)
    {
        var values = new SealedValues(at.Keys, at.Box);
        var (resealed, unreadable) = (0, new List<string>());
        foreach (var kind in Enum.GetValues<SealedKind>())
        {
            for (long? after = 0; after is { } from;)
            {
                var step = await at.Db.Write(tx => values.Reseal(tx, kind, from), ct);
                (after, resealed) = (step.Next, resealed + step.Resealed);
                unreadable.AddRange(step.Unreadable);
            }
        }

        return new(at.Keys.Active, RotationStep.Active, resealed, unreadable);
    }

    private static async Task<Rotation> Note(
        Installation at, OperatorShell shell, string command, Rotation done, CancellationToken ct)
    {
        var reason = done.Step is RotationStep.Coming ? $"coming key {done.Key}" : $"active key {done.Key}";
        var entry = OperatorSource.Entry(shell, AuditEvent.KeyRotated, command, account: null, reason: reason);
        await at.Db.Write(tx => at.Audit.Append(tx, entry), ct);
        return done;
    }
}
