using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A signing key as it is stored, sealed. It does not print.</summary>
public sealed record StoredSigningKey(long Id, SigningKeyDates Dates, byte[] Sealed)
{
    /// <summary>The row alone.</summary>
    public override string ToString() => $"{Id} •••";
}

/// <summary>The table of the keys that sign what applications hear.</summary>
public static class SigningKeyStore
{
    /// <summary>Those that are published, the oldest first.</summary>
    public static async Task<IReadOnlyList<StoredSigningKey>> Published(Sql sql)
    {
        var rows = await sql.Query<Row>($"""
            SELECT id, algorithm, sealed_key, signs_from, ends_at FROM signing_keys
            WHERE sealed_key IS NOT NULL AND (ends_at IS NULL OR ends_at > {sql.Now}) ORDER BY id
            """);
        return [.. rows.Select(row => row.ToKey())];
    }

    /// <summary>Adds one; its number is part of what it is sealed with, so that is put in afterwards.</summary>
    public static Task<long> Add(Tx tx, AppAlgorithm algorithm, DateTimeOffset signsFrom) => tx.Insert($"""
        INSERT INTO signing_keys (algorithm, created_at, signs_from) VALUES ({algorithm}, {tx.Now}, {signsFrom}) RETURNING id
        """);

    /// <summary>Puts in what was sealed.</summary>
    public static Task Set(Tx tx, long id, byte[] sealedKey) =>
        tx.Execute($"UPDATE signing_keys SET sealed_key = {sealedKey} WHERE id = {id}");

    /// <summary>Those of before are published until then.</summary>
    public static Task EndOthers(Tx tx, AppAlgorithm algorithm, long next, DateTimeOffset end) => tx.Execute($"""
        UPDATE signing_keys SET ends_at = {end} WHERE algorithm = {algorithm} AND id <> {next} AND (ends_at IS NULL OR ends_at > {end})
        """);

    /// <summary>Takes away those that have ended.</summary>
    public static Task Sweep(Tx tx) => tx.Execute($"DELETE FROM signing_keys WHERE ends_at <= {tx.Now}");

    private sealed record Row(long Id, string Algorithm, byte[] SealedKey, long SignsFrom, long? EndsAt)
    {
        public StoredSigningKey ToKey() => new(
            Id, new(Words.To<AppAlgorithm>(Algorithm), Stored.Instant(SignsFrom), Stored.Instant(EndsAt)), SealedKey);
    }
}
