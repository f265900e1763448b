using System.Globalization;
using System.Security.Cryptography;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>
/// Takes the audit log of an older version over. There each account had a chain of its own, under a root key, with no signed end. Each
/// chain is checked as it was written; then its entries are numbered in the order they were written in, and hashed as they are now. The
/// first one that does not hold is remembered in the signed end for as long as it is kept.
/// </summary>
internal static class AuditAdoption
{
    private const int PageSize = 1000;

    /// <summary>Takes it over, once; a new database gets its first signature.</summary>
    public static async Task Run(Tx tx, KeyRing keys)
    {
        if (await AuditChain.Find(tx) is not null || await AuditLog.Last(tx) is not null) return;
        if (await tx.Number($"SELECT count(*) FROM audit_log") == 0)
        {
            await new AuditChain(keys).Sign(tx, await AuditChain.EndOfNothing(tx));
            return;
        }

        var (head, lasts, after) = (AuditHead.OfNothing, new Dictionary<long, OldEntry>(), 0L);
        while (await Page(tx, after) is { Count: > 0 } page)
        {
            foreach (var old in page)
            {
                var follows = Follows(old, lasts.GetValueOrDefault(old.AccountId), keys);
                head = await Adopt(tx, old, head with { BrokenAt = follows || head.BrokenAt > 0 ? head.BrokenAt : head.LastEntry + 1 });
                lasts[old.AccountId] = old;
                after = old.Place;
            }
        }

        await new AuditChain(keys).Sign(tx, head);
    }

    private static Task<IReadOnlyList<OldEntry>> Page(Sql sql, long after) => sql.Query<OldEntry>($"""
        SELECT rowid AS place, account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args, ip_address,
               created_at, hash_key, hash
        FROM audit_log WHERE rowid > {after} ORDER BY rowid LIMIT {PageSize}
        """);

    private static async Task<AuditHead> Adopt(Tx tx, OldEntry old, AuditHead head)
    {
        var (salt, digest) = AuditAddress.Cover(old.IpAddress);
        var row = new StoredAuditEntry(
            old.AccountId, old.Seq, old.Event, old.Outcome, old.Factor, old.MethodId, old.Credential, old.ApiKeyId, old.ApiRoute, old.Args,
            old.IpAddress, old.CreatedAt, head.LastEntry + 1, salt, digest, AuditChain.NoKey, []);
        var hash = AuditChain.HashOf(row, head.LastHash);
        await tx.Execute($"""
            UPDATE audit_log
            SET entry = {row.Entry}, ip_salt = {salt}, ip_digest = {digest}, hash_key = {AuditChain.NoKey}, hash = {hash}
            WHERE rowid = {old.Place}
            """);
        return head with { LastEntry = head.LastEntry + 1, LastHash = hash };
    }

    private static bool Follows(OldEntry row, OldEntry? last, KeyRing keys) =>
        (last is null || row.Seq == last.Seq + 1)
        && keys.TryDerive(row.HashKey, KeyPurpose.AuditChain, out var key)
        && CryptographicOperations.FixedTimeEquals(row.Hash, HMACSHA256.HashData(key, Fields.Join(
            Convert.ToHexString(last?.Hash ?? []), Number(row.AccountId), Number(row.Seq), row.Event, row.Outcome, row.Factor ?? "",
            Number(row.MethodId), row.Credential ?? "", Number(row.ApiKeyId), row.ApiRoute, row.Args, row.IpAddress,
            Number(row.CreatedAt))));

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    // By properties: the place of a row has no column type that a constructor could be chosen by.
    private sealed record OldEntry
    {
        public long Place { get; init; }

        public long AccountId { get; init; }

        public long Seq { get; init; }

        public string Event { get; init; } = "";

        public string Outcome { get; init; } = "";

        public string? Factor { get; init; }

        public long? MethodId { get; init; }

        public string? Credential { get; init; }

        public long? ApiKeyId { get; init; }

        public string ApiRoute { get; init; } = "";

        public string Args { get; init; } = "";

        public string IpAddress { get; init; } = "";

        public long CreatedAt { get; init; }

        public string HashKey { get; init; } = "";

        public byte[] Hash { get; init; } = [];
    }
}
