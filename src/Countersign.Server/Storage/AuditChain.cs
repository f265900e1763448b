using System.Globalization;
using System.Security.Cryptography;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>Where the audit log begins and ends, signed.</summary>
/// <param name="LastEntry">The number of the newest entry; 0: there is none.</param>
/// <param name="PrunedThrough">The last entry that was pruned; 0: none was.</param>
/// <param name="PrunedHash">Its hash, which the first entry that is kept builds on.</param>
/// <param name="BrokenAt">
/// The entry before which this record was found missing or not signed by us, or other entries were found taken away; 0: never.
/// </param>
/// <param name="KeyId">The root key it is signed under.</param>
public sealed record AuditHead(
    long LastEntry, byte[] LastHash, long PrunedThrough, byte[] PrunedHash, long BrokenAt, string KeyId, byte[] Mac)
{
    /// <summary>Of a log without entries.</summary>
    public static AuditHead OfNothing { get; } = new(0, [], 0, [], 0, "", []);
}

/// <summary>
/// What holds the audit log together. The hashes need no key: anybody can follow them, and whoever changes an entry can compute them
/// anew. What nobody can make without the key is the signature of the end, which covers the last hash and so every entry before it. A
/// new root key signs the end and nothing else, so an old one is not needed for long.
/// </summary>
public sealed class AuditChain(KeyRing keys)
{
    /// <summary>Stands where older versions named the key of an entry.</summary>
    internal const string NoKey = "";

    /// <summary>The hash of an entry that follows one with this hash.</summary>
    public static byte[] HashOf(StoredAuditEntry row, byte[] before) => SHA256.HashData(Fields.Join(
        "entry", Convert.ToHexString(before), Number(row.Entry), Number(row.AccountId), Number(row.Seq), row.Event, row.Outcome,
        row.Factor ?? "", Number(row.MethodId), row.Credential ?? "", Number(row.ApiKeyId), row.ApiRoute, row.Args,
        row.IpSalt is null ? row.IpAddress : AuditAddress.Shorten(row.IpAddress), Convert.ToHexString(row.IpDigest ?? []),
        Number(row.CreatedAt)));

    /// <summary>Whether an entry is as it was written, and follows the one with this hash.</summary>
    public static bool Follows(StoredAuditEntry row, byte[] before) =>
        AuditAddress.Holds(row) && CryptographicOperations.FixedTimeEquals(row.Hash, HashOf(row, before));

    /// <summary>The record of the end as it stands there, signed or not.</summary>
    public static Task<AuditHead?> Find(Sql sql) => sql.FindOne<AuditHead>($"""
        SELECT last_entry, last_hash, pruned_through, pruned_hash, broken_at, key_id, mac FROM audit_head WHERE id = 1
        """);

    /// <summary>Whether the log holds, or once held and has pruned, an entry with this number and hash (hexadecimal digits).</summary>
    public static async Task<bool> Has(Sql sql, long entry, string hash) =>
        entry == 0 || entry <= ((await Find(sql))?.PrunedThrough ?? 0)
        || (await AuditLog.Find(sql, entry) is { } row && Convert.ToHexStringLower(row.Hash) == hash);

    /// <summary>The number and the hash of the newest entry, for whoever remembers them outside.</summary>
    public static async Task<(long Entry, string Hash)> Newest(Sql sql)
    {
        var head = await Find(sql) ?? AuditHead.OfNothing;
        return (head.LastEntry, Convert.ToHexStringLower(head.LastHash));
    }

    /// <summary>Whether the record of the end was signed by us.</summary>
    public bool IsOurs(AuditHead head) =>
        keys.TryDerive(head.KeyId, KeyPurpose.AuditChain, out var key)
        && CryptographicOperations.FixedTimeEquals(head.Mac, Mac(head, key));

    /// <summary>
    /// The end to go on from. One that is missing or not signed by us is taken from the entries themselves and says so for good, so that
    /// the next signature does not make good what somebody else did.
    /// </summary>
    public async Task<AuditHead> End(Tx tx)
    {
        var head = await Find(tx);
        if (head is not null && IsOurs(head)) return head;

        // While a new key is on its way to every server, those that have it go on; what others wrote meanwhile waits for them.
        if (head is not null && !tx.ClosesBeforeCommit && !keys.TryDerive(head.KeyId, KeyPurpose.AuditChain, out _))
            throw new StoreUnavailableException();
        if (await AuditLog.Last(tx) is not { Entry: { } last } row)
            return head is null ? await EndOfNothing(tx) : AuditHead.OfNothing with { BrokenAt = 1 };

        var first = await tx.Number($"SELECT min(entry) FROM audit_log");
        return new(last, row.Hash, first - 1, head?.PrunedHash ?? [], last + 1, "", []);
    }

    /// <summary>
    /// The end of a log without entries and without an end. In a database that was served there was one: somebody took both away.
    /// </summary>
    internal static async Task<AuditHead> EndOfNothing(Sql sql) =>
        await DatabaseAge.Of(sql) > 0 ? AuditHead.OfNothing with { BrokenAt = 1 } : AuditHead.OfNothing;

    /// <summary>Signs the end under the active key and keeps it.</summary>
    public async Task Sign(Tx tx, AuditHead head)
    {
        head = head with { KeyId = keys.Active };
        var mac = Mac(head, keys.Derive(head.KeyId, KeyPurpose.AuditChain));
        await tx.Later($"""
            INSERT INTO audit_head (id, last_entry, last_hash, pruned_through, pruned_hash, broken_at, key_id, mac)
            VALUES (1, {head.LastEntry}, {head.LastHash}, {head.PrunedThrough}, {head.PrunedHash}, {head.BrokenAt}, {head.KeyId}, {mac})
            ON CONFLICT (id) DO UPDATE
            SET last_entry = {head.LastEntry}, last_hash = {head.LastHash}, pruned_through = {head.PrunedThrough},
                pruned_hash = {head.PrunedHash}, broken_at = {head.BrokenAt}, key_id = {head.KeyId}, mac = {mac}
            """);
    }

    private static byte[] Mac(AuditHead head, ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, Fields.Join(
        "audit head", Number(head.LastEntry), Convert.ToHexString(head.LastHash), Number(head.PrunedThrough),
        Convert.ToHexString(head.PrunedHash), Number(head.BrokenAt)));

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
