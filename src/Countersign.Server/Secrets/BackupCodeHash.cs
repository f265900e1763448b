using System.Security.Cryptography;
using System.Text;
using Countersign.Core;

namespace Countersign.Server.Secrets;

/// <summary>What is stored of a recovery code.</summary>
/// <param name="KeyId">The root key of selector and hash.</param>
/// <param name="Selector">Eight keyed bits of the code, different from all others of its set.</param>
/// <param name="Phc">The slow hash.</param>
public sealed record StoredBackupCode(string KeyId, byte Selector, string Phc)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => "•••";
}

/// <summary>
/// Which stored code an offered one may be: at most one row of a set matches any of an offered code's selectors under the set's key.
/// </summary>
public readonly record struct BackupCodeSelector(string KeyId, byte Value);

/// <summary>A fresh set: the codes for their owner's eyes, and the rows to store, in the same order.</summary>
public sealed record BackupCodeSet(IReadOnlyList<BackupCode> Codes, IReadOnlyList<StoredBackupCode> Stored);

/// <summary>
/// Makes and checks recovery codes. With 60 bits they need a slow hash and a salt each (NIST SP 800-63B §3.1.2.2);
/// the selector makes that one slow hash per attempt instead of ten.
/// </summary>
public sealed class BackupCodeHash
{
    private const int MostInASet = 32;

    private readonly KeyRing keys;
    private readonly HashTurnstile turnstile;
    private readonly PepperedHash hash;

    /// <param name="keys">Where pepper and selector key come from.</param>
    /// <param name="turnstile">Shared with everything else that hashes slowly.</param>
    /// <param name="cost">Work of new hashes; <see cref="HashCost.ForBackupCodes"/> when left out.</param>
    public BackupCodeHash(KeyRing keys, HashTurnstile turnstile, HashCost? cost = null)
    {
        this.keys = keys;
        this.turnstile = turnstile;
        hash = new(keys, KeyPurpose.BackupPepper, cost ?? HashCost.ForBackupCodes);
    }

    /// <summary>How many slow hashes were computed so far.</summary>
    public long Count => hash.Count;

    /// <summary>The turn of an account and an address to have recovery codes hashed.</summary>
    /// <exception cref="HashTurnstileBusyException">They want too much at once.</exception>
    public Task<HashTurn> Turn(HashClaim claim, CancellationToken ct) => turnstile.Enter(claim, ct);

    /// <summary>
    /// Makes a set of 1 to 32 new codes with distinct selectors. One place for the whole set, whose codes are hashed one after another:
    /// ten at once would take every core from those who sign in.
    /// </summary>
    /// <exception cref="HashTurnstileBusyException">Too much to do at once; no code was made.</exception>
    public Task<BackupCodeSet> MakeSet(int count, HashTurn turn, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostInASet);
        return turn.Run(() => Make(count), ct);
    }

    /// <summary>The selectors of an offered code, one per known key, newest first: how the store finds the one row it may be.</summary>
    public IReadOnlyList<BackupCodeSelector> Selectors(BackupCode code) =>
        [.. keys.Known.Reverse().Select(keyId => new BackupCodeSelector(keyId, Selector(code, keyId)))];

    /// <summary>Whether an offered code is the stored one; null where no row has its selector. Always one slow hash.</summary>
    /// <exception cref="HashTurnstileBusyException">Too much to do at once; nothing was checked.</exception>
    public Task<bool> Matches(BackupCode code, string? storedPhc, HashTurn turn, CancellationToken ct) =>
        turn.Run(() => hash.Check(Input(code), storedPhc) is not HashCheck.Wrong, ct);

    /// <summary>Whether this key file is enough to check a stored code at all. If not, the server must not start.</summary>
    public bool CanCheck(string storedPhc) => hash.CanCheck(storedPhc);

    private BackupCodeSet Make(int count)
    {
        var keyId = keys.Active;
        var codes = DrawWithDistinctSelectors(count, keyId);
        return new(codes, [.. codes.Select(code => Store(code, keyId))]);
    }

    private BackupCode[] DrawWithDistinctSelectors(int count, string keyId)
    {
        var drawn = new Dictionary<byte, BackupCode>();
        while (drawn.Count < count)
        {
            var code = BackupCode.FromChance(RandomNumberGenerator.GetBytes(sizeof(ulong)));
            drawn.TryAdd(Selector(code, keyId), code);
        }
        return [.. drawn.Values];
    }

    private StoredBackupCode Store(BackupCode code, string keyId) => new(keyId, Selector(code, keyId), hash.Make(Input(code), keyId));

    private byte Selector(BackupCode code, string keyId) => HMACSHA256.HashData(keys.Derive(keyId, KeyPurpose.Selector), Input(code))[0];

    private static byte[] Input(BackupCode code) => Encoding.ASCII.GetBytes(code.Symbols);
}
