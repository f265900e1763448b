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
/// The slow hash under passwords and recovery codes: first HMAC-SHA256 with a key that is not in the database, then Argon2id.
/// The HMAC also makes every input 32 bytes, so zeros inside and lengths beyond 72 bytes mean nothing special. Blocks; run it inside a
/// <see cref="HashTurnstile"/>.
/// </summary>
internal sealed class PepperedHash
{
    private const int HashLength = 32;

    private readonly KeyRing keys;
    private readonly KeyPurpose pepper;
    private readonly HashCost cost;
    private readonly byte[] nobodysSalt = RandomNumberGenerator.GetBytes(Argon2id.SaltLength);
    private readonly byte[] nobodysHash = RandomNumberGenerator.GetBytes(HashLength);
    private long count;

    public PepperedHash(KeyRing keys, KeyPurpose pepper, HashCost cost)
    {
        this.keys = keys;
        this.pepper = pepper;
        this.cost = cost;
    }

    /// <summary>How many slow hashes were computed. Equal counts are how a test sees that two answers cost the same.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Hashes with a fresh salt under a key, which is the active one at that time.</summary>
    public string Make(byte[] input, string keyId)
    {
        var salt = RandomNumberGenerator.GetBytes(Argon2id.SaltLength);
        return StoredHash.ToPhc(cost, keyId, salt, Compute(new(cost, 0, keyId, salt, []), input));
    }

    /// <summary>Compares with a stored hash; with nobody's hash, at the same price and never right, where there is none.</summary>
    /// <exception cref="InvalidDataException">The stored text is damaged.</exception>
    public HashCheck Check(byte[] input, string? phc)
    {
        var stored = phc is null ? new(cost, 0, keys.Active, nobodysSalt, nobodysHash) : Read(phc);

        var same = CryptographicOperations.FixedTimeEquals(Compute(stored, input), stored.Hash);

        if (!same || phc is null) return HashCheck.Wrong;
        return stored.KeyId == keys.Active && stored.Cost == cost ? HashCheck.Right : HashCheck.RightButOld;
    }

    /// <summary>Whether this key file is enough to check a stored hash.</summary>
    public bool CanCheck(string phc) =>
        StoredHash.TryParse(phc, out var stored) && keys.TryDerive(stored.KeyId, pepper, out _);

    private static StoredHash Read(string phc) =>
        StoredHash.TryParse(phc, out var stored) ? stored : throw new InvalidDataException("A stored hash is damaged.");

    private byte[] Compute(StoredHash how, byte[] input)
    {
        Interlocked.Increment(ref count);
        var peppered = HMACSHA256.HashData(keys.Derive(how.KeyId, pepper), input);
        return how.Cost is { } cost
            ? Argon2id.Derive(peppered, how.Salt, cost, HashLength)
            : Rfc2898DeriveBytes.Pbkdf2(peppered, how.Salt, how.Rounds, HashAlgorithmName.SHA512, HashLength);
    }
}
