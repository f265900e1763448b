using System.Security.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>What comparing with a stored hash found.</summary>
internal enum HashCheck
{
    Right,
    RightButOld,
    Wrong,
}

/// <summary>
/// The slow hash under passwords and backup codes: first HMAC-SHA256 with a key that is not in the database, then Argon2id.
/// The HMAC also makes every input 32 bytes, so zeros inside and lengths beyond 72 bytes mean nothing special. Blocks; run it inside a <see cref="HashGate"/>.
/// </summary>
internal sealed class PepperedHash
{
    private const int HashLength = 32;

    private readonly KeyRing _keys;
    private readonly KeyPurpose _pepper;
    private readonly HashCost _cost;
    private readonly byte[] _nobodysSalt = RandomNumberGenerator.GetBytes(Argon2id.SaltLength);
    private readonly byte[] _nobodysHash = RandomNumberGenerator.GetBytes(HashLength);
    private long _count;

    public PepperedHash(KeyRing keys, KeyPurpose pepper, HashCost cost)
    {
        _keys = keys;
        _pepper = pepper;
        _cost = cost;
    }

    /// <summary>How many slow hashes were computed. Equal counts are how a test sees that two answers cost the same.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Hashes with a fresh salt under a key, which is the active one at that time.</summary>
    public string Make(byte[] input, string keyId)
    {
        var salt = RandomNumberGenerator.GetBytes(Argon2id.SaltLength);
        return StoredHash.ToPhc(_cost, keyId, salt, Compute(new(_cost, 0, keyId, salt, []), input));
    }

    /// <summary>Compares with a stored hash; with nobody's hash, at the same price and never right, where there is none.</summary>
    /// <exception cref="InvalidDataException">The stored text is damaged.</exception>
    public HashCheck Check(byte[] input, string? phc)
    {
        var stored = phc is null ? new(_cost, 0, _keys.Active, _nobodysSalt, _nobodysHash) : Read(phc);

        var same = CryptographicOperations.FixedTimeEquals(Compute(stored, input), stored.Hash);

        if (!same || phc is null) return HashCheck.Wrong;
        return stored.KeyId == _keys.Active && stored.Cost == _cost ? HashCheck.Right : HashCheck.RightButOld;
    }

    /// <summary>Whether this key file is enough to check a stored hash.</summary>
    public bool CanCheck(string phc) =>
        StoredHash.TryParse(phc, out var stored) && _keys.TryDerive(stored.KeyId, _pepper, out _);

    private static StoredHash Read(string phc) =>
        StoredHash.TryParse(phc, out var stored) ? stored : throw new InvalidDataException("A stored hash is damaged.");

    private byte[] Compute(StoredHash how, byte[] input)
    {
        Interlocked.Increment(ref _count);
        var peppered = HMACSHA256.HashData(_keys.Derive(how.KeyId, _pepper), input);
        return how.Cost is { } cost
            ? Argon2id.Derive(peppered, how.Salt, cost, HashLength)
            : Rfc2898DeriveBytes.Pbkdf2(peppered, how.Salt, how.Rounds, HashAlgorithmName.SHA512, HashLength);
    }
}
