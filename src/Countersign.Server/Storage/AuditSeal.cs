using System.Security.Cryptography;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>What an entry of the audit log carries while it waits for its number, so that what somebody else put there is known.</summary>
public sealed class AuditSeal(KeyRing keys)
{
    /// <summary>An entry that is about to be written, sealed under the active key.</summary>
    public StoredAuditEntry Put(StoredAuditEntry row)
    {
        row = row with { HashKey = keys.Active };
        return row with { Hash = Of(row, keys.Derive(row.HashKey, KeyPurpose.AuditChain)) };
    }

    /// <summary>Whether an entry that waits for its number is ours.</summary>
    public bool IsOurs(StoredAuditEntry row) =>
        keys.TryDerive(row.HashKey, KeyPurpose.AuditChain, out var key)
            && CryptographicOperations.FixedTimeEquals(row.Hash, Of(row, key));

    /// <summary>Whether two say the same, whatever number and seal each bears.</summary>
    public static bool SayTheSame(StoredAuditEntry row, StoredAuditEntry other) => Plain(row).AsSpan().SequenceEqual(Plain(other));

    private static byte[] Of(StoredAuditEntry row, ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, [.. "waits:"u8, .. Plain(row)]);

    private static byte[] Plain(StoredAuditEntry row) => AuditChain.HashOf(row with { Entry = null }, []);
}
