using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Storage;

/// <summary>One thing that happened: who, by what, from where, how it ended. Args never hold a secret.</summary>
public sealed record AuditEntry(AuditEvent Event, Source Source, AccountId? Account, AuditOutcome Outcome = AuditOutcome.Success)
{
    /// <summary>The credential that asked, as the audit log names it.</summary>
    public Credential? Credential { get; init; }

    /// <summary>The API key that asked, if one did.</summary>
    public ApiKeyId? ApiKey { get; init; }

    /// <summary>The kind of proof that was offered.</summary>
    public ProofKind? Factor { get; init; }

    /// <summary>The method that was tried or changed.</summary>
    public MethodId? Method { get; init; }

    /// <summary>What an admin did, in their own chain: it stands in the place of the outcome there.</summary>
    public AuditEvent? Act { get; init; }

    /// <summary>How many tries it tells of together, which were counted one by one; 0: it tells of itself.</summary>
    public long Tries { get; init; }

    /// <summary>What else was asked for, masked, as a JSON object.</summary>
    public string Args { get; init; } = "{}";
}

/// <summary>An entry as it is read back.</summary>
/// <param name="Entry">Its number in the whole log; null while it waits for one (<see cref="AuditBinder"/>).</param>
/// <param name="IpAddress">The whole address, or what was left of it when it was shortened.</param>
/// <param name="IpSalt">What the digest of the whole address was salted with; null once that is shortened.</param>
/// <param name="HashKey">The root key that sealed it, while it waits for its number.</param>
public sealed record StoredAuditEntry(
    long AccountId, long Seq, string Event, string Outcome, string? Factor, long? MethodId, string? Credential, long? ApiKeyId,
    string ApiRoute, string Args, string IpAddress, long CreatedAt, long? Entry, byte[]? IpSalt, byte[]? IpDigest, string HashKey,
    byte[] Hash)
{
    /// <summary>Whether it ended so.</summary>
    public bool Ended(AuditOutcome outcome) => Outcome == Words.Of(outcome);
}

/// <summary>
/// The audit log: entries are numbered over all accounts, each one's hash covers the entry and the hash before it, and the end of the
/// chain is signed (<see cref="AuditHead"/>). Entries are on the disk together with what they tell about; they are numbered in that commit
/// or right after it (<see cref="AuditBinder"/>).
/// </summary>
public sealed partial class AuditLog(KeyRing keys, ILogger<AuditLog> log)
{
    // What nobody's account was touched by has no order of its own, so that strangers who try names never wait for each other.
    internal const long Nobody = 0;

    private readonly AuditSeal seal = new(keys);

    /// <summary>What numbers them.</summary>
    internal AuditBinder Binder { get; } = new(keys, log);

    internal static SqlPart Columns { get; } = new($"""
        account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args, ip_address, created_at, entry, ip_salt,
        ip_digest, hash_key, hash
        """);

    /// <summary>Appends an entry, to the log and so to what its account can read; once it is on the disk, the operator is told.</summary>
    public async Task Append(Tx tx, AuditEntry entry)
    {
        var (salt, digest) = AuditAddress.Cover(entry.Source.IpAddress);
        var row = new StoredAuditEntry(
            entry.Account?.Value ?? Nobody, 0, Words.Of(entry.Event), entry.Act is { } act ? Words.Of(act) : Words.Of(entry.Outcome),
            entry.Factor is { } factor ? Words.Of(factor) : null, entry.Method?.Value, entry.Credential?.Word, entry.ApiKey?.Value,
            entry.Source.Route, AuditTeller.Into(entry), entry.Source.IpAddress, tx.Now.ToUnixTimeSeconds(), null, salt, digest, "", []);
        if (tx.ClosesBeforeCommit) tx.Entries.Add(row);
        else await AddToWait(tx, row with { Seq = await NextOf(tx, row.AccountId) });
        tx.Closing = Binder.Run;
        tx.TellAfterCommit(() => AuditNews.Tell(log, entry));
    }

    /// <summary>
    /// Numbers what waits, by what closes every transaction: that is never at work twice at the same time, and two would both write again
    /// what was taken away.
    /// </summary>
    internal async Task Number(Db db, CancellationToken ct)
    {
        try
        {
            await db.Write(tx =>
            {
                tx.Closing = Binder.Run;
                return Task.CompletedTask;
            }, ct);
            await db.WhenClosed();
        }
        catch (Exception inTheWay) when (inTheWay is StoreUnavailableException or OvertakenException or KeyFileException)
        {
            // What waits on is told by whoever looks next.
        }
    }

    /// <summary>This process ends: what it has written and not seen numbered is known to nobody else, and is told.</summary>
    /// <returns>Those entries in words; null: there are none.</returns>
    public async Task<string?> Leave(Db db)
    {
        await db.WhenClosed();
        if (Binder.Owed.IsAny) await Number(db, CancellationToken.None);
        if (Binder.Owed.All() is not { Count: > 0 } owed) return null;

        var entries = string.Join("; ", owed.Select(row => $"{row.Event} {row.Outcome} of account {row.AccountId}"));
        Log.LeavesOwing(log, owed.Count, entries);
        return entries;
    }

    private Task AddToWait(Tx tx, StoredAuditEntry row)
    {
        row = seal.Put(row);
        tx.AfterCommit(() => Binder.Owed.Add(row));
        return Add(tx, row);
    }

    /// <summary>Writes an entry as it is.</summary>
    internal static Task Add(Tx tx, StoredAuditEntry row) => tx.Later($"""
        INSERT INTO audit_log (account_id, seq, event, outcome, factor, method_id, credential, api_key_id, api_route, args,
                               ip_address, created_at, entry, ip_salt, ip_digest, hash_key, hash)
        VALUES ({row.AccountId}, {row.Seq}, {row.Event}, {row.Outcome}, {row.Factor}, {row.MethodId}, {row.Credential},
                {row.ApiKeyId}, {row.ApiRoute}, {row.Args}, {row.IpAddress}, {row.CreatedAt}, {row.Entry}, {row.IpSalt}, {row.IpDigest},
                {row.HashKey}, {row.Hash})
        """);

    /// <summary>The account's newest entries, newest first.</summary>
    public static Task<IReadOnlyList<StoredAuditEntry>> Newest(Sql sql, AccountId account, int most) => sql.Query<StoredAuditEntry>(
        $"SELECT {Columns} FROM audit_log WHERE account_id = {account} ORDER BY seq DESC LIMIT {most}");

    /// <summary>The account's newest entries but for what its keys and sessions opened or were too little for.</summary>
    public static Task<IReadOnlyList<StoredAuditEntry>> NewestDeeds(Sql sql, AccountId account, int most) => sql.Query<StoredAuditEntry>($"""
        SELECT {Columns} FROM audit_log
        WHERE account_id = {account} AND event <> {AuditEvent.AuthnTokenUsed} AND event <> {AuditEvent.AuthnTokenRefused}
              AND event <> {AuditEvent.AuthzFail}
        ORDER BY seq DESC LIMIT {most}
        """);

    /// <summary>The next entries of the whole log after a number, since an instant, in their order.</summary>
    public static Task<IReadOnlyList<StoredAuditEntry>> Page(Sql sql, long after, DateTimeOffset since, int most) =>
        // The plus keeps the index on the time out of it: the order asked for is that of the other index.
        sql.Query<StoredAuditEntry>(
            $"SELECT {Columns} FROM audit_log WHERE entry > {after} AND +created_at >= {since} ORDER BY entry LIMIT {most}");

    /// <summary>The next entries that wait for their number, after one of them.</summary>
    internal static Task<IReadOnlyList<StoredAuditEntry>> Waiting(Sql sql, long account, long seq, int most) =>
        sql.Query<StoredAuditEntry>($"""
            SELECT {Columns} FROM audit_log
            WHERE entry IS NULL AND (account_id > {account} OR (account_id = {account} AND seq > {seq}))
            ORDER BY account_id, seq LIMIT {most}
            """);

    /// <summary>What stands now in the places of these.</summary>
    internal static Task<IReadOnlyList<StoredAuditEntry>> At(Sql sql, IReadOnlyList<StoredAuditEntry> places)
    {
        var any = new SqlPart(Place(places[0]));
        foreach (var other in places.Skip(1)) any = new($"{any} OR {new SqlPart(Place(other))}");
        return sql.Query<StoredAuditEntry>($"SELECT {Columns} FROM audit_log WHERE {any}");

        static Statement Place(StoredAuditEntry row) => $"(account_id = {row.AccountId} AND seq = {row.Seq})";
    }

    /// <summary>Gives an entry its number.</summary>
    internal static Task SetEntry(Tx tx, StoredAuditEntry row, long entry, byte[] hash) => tx.Later($"""
        UPDATE audit_log SET entry = {entry}, hash_key = {AuditChain.NoKey}, hash = {hash}
        WHERE account_id = {row.AccountId} AND seq = {row.Seq} AND entry IS NULL
        """);

    /// <summary>The place of the next entry among those of its account.</summary>
    internal static Task<long> NextOf(Sql sql, long account) => account is Nobody
        ? Task.FromResult(Random.Shared.NextInt64())
        : sql.Number($"SELECT coalesce(max(seq), 0) + 1 FROM audit_log WHERE account_id = {account}");

    /// <summary>One entry by its number in the whole log.</summary>
    public static Task<StoredAuditEntry?> Find(Sql sql, long entry) =>
        sql.FindOne<StoredAuditEntry>($"SELECT {Columns} FROM audit_log WHERE entry = {entry}");

    /// <summary>The entry with the highest number.</summary>
    public static Task<StoredAuditEntry?> Last(Sql sql) => sql.FindOne<StoredAuditEntry>(
        $"SELECT {Columns} FROM audit_log WHERE entry IS NOT NULL ORDER BY entry DESC LIMIT 1");

    /// <summary>When something last happened to the account; null when it never did.</summary>
    public static async Task<DateTimeOffset?> LastTime(Sql sql, AccountId account, AuditEvent what)
    {
        var seconds = await sql.Number(
            $"SELECT coalesce(max(created_at), 0) FROM audit_log WHERE account_id = {account} AND event = {what}");
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical,
            "Stopping, and {Count} entries of the audit log were written whose number was not seen here: look whether they are there. " +
            "{Entries}")]
        public static partial void LeavesOwing(ILogger log, int count, string entries);
    }
}
