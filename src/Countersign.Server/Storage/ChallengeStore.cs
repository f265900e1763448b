using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>A challenge about to be opened, before any code is sent for it.</summary>
/// <param name="Method">The authenticator app it waits for, when nothing needs to be sent.</param>
/// <param name="OpenedFrom">The network it was asked for from, where no credential has opened it.</param>
/// <param name="Concerns">What exactly its link is about.</param>
public sealed record NewChallenge(
    Account Account,
    ChallengePurpose Purpose,
    HashedToken Token,
    Credential? OpenedBy,
    DateTimeOffset ExpiresAt,
    MethodId? Method = null,
    string? OpenedFrom = null,
    Concern? Concerns = null);

/// <summary>A code on its way to a person, as the challenge keeps it: hashed to compare, sealed to send again.</summary>
public sealed record CodeOfChallenge(Channel Channel, MethodId? Method, string Destination, string HashKey, byte[] Hash, byte[] Sealed);

/// <summary>The table of challenges. A challenge lives until it is spent, superseded, voided or expired; it ends once.</summary>
public static class ChallengeStore
{
    // Later than this was not a moment ago: the clock was ahead when it was written.

    private const long MillisecondsOfSecond = 1000;

    private static SqlPart Columns { get; } = new($"""
        id, account_id, purpose, token_hash, token_key, channel, method_id, destination, code_hash, code_key,
        sealed_code, opened_by, created_at, expires_at, last_sent_at, send_count, fail_count, ended_at,
        credential_version, version, concerns, opened_from, lived, {SteadyClock.LivedSoFar} AS lived_now
        """);

    /// <summary>Opens nothing after all: what was just opened, and nobody has heard of, is gone.</summary>
    public static Task Forget(Tx tx, ChallengeId id) => tx.Execute($"DELETE FROM challenges WHERE id = {id}");

    /// <summary>Opens a challenge.</summary>
    public static async Task<ChallengeId> Open(Tx tx, NewChallenge ask) => new(await tx.Insert($"""
        INSERT INTO challenges (account_id, purpose, token_hash, token_key, method_id, opened_by, opened_from, created_at, expires_at,
                                credential_version, concerns, lived)
        VALUES ({ask.Account.Id}, {ask.Purpose}, {ask.Token.Hash}, {ask.Token.KeyId}, {ask.Method?.Value}, {ask.OpenedBy},
                {ask.OpenedFrom}, {tx.Now}, {ask.ExpiresAt}, {ask.Account.CredentialVersion}, {ask.Concerns}, {SteadyClock.Lived(tx)})
        RETURNING id
        """));

    /// <summary>The challenge a client holds the handle of, unless it has ended.</summary>
    public static async Task<StoredChallenge?> FindLive(Sql sql, IReadOnlyList<byte[]> tokenHashes) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM challenges WHERE token_hash IN {tokenHashes} AND ended_at IS NULL"))?.ToChallenge();

    /// <summary>The challenge with this id, unless it has ended.</summary>
    public static async Task<StoredChallenge?> FindLive(Sql sql, ChallengeId id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM challenges WHERE id = {id} AND ended_at IS NULL"))?.ToChallenge();

    /// <summary>The account's live challenges of one purpose, youngest first.</summary>
    public static async Task<IReadOnlyList<StoredChallenge>> ListLive(
        Sql sql, AccountId account, ChallengePurpose purpose)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM challenges
            WHERE account_id = {account} AND purpose = {purpose} AND ended_at IS NULL AND expires_at > {sql.Now}
            ORDER BY id DESC
            """);
        return [.. rows.Select(row => row.ToChallenge()).Where(stored => !stored.Challenge.IsExpired(sql.Now))];
    }

    /// <summary>Ends the account's live challenges of one purpose.</summary>
    public static Task EndLive(Tx tx, AccountId account, ChallengePurpose purpose) => tx.Execute($"""
        UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1
        WHERE account_id = {account} AND purpose = {purpose} AND ended_at IS NULL
        """);

    /// <summary>From now on the account's objections that are about nothing in particular say that they are from before.</summary>
    public static Task AreBeforePasswordByMail(Tx tx, AccountId account) => tx.Execute($"""
        UPDATE challenges SET concerns = {Concern.BeforePasswordByMail}
        WHERE account_id = {account} AND purpose = {ChallengePurpose.NotMe} AND concerns IS NULL
        """);

    /// <summary>The youngest live challenge that this caller had a code sent for by this channel.</summary>
    public static async Task<StoredChallenge?> FindYoungest(
        Sql sql, AccountId account, Channel channel, Credential openedBy)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM challenges
            WHERE account_id = {account} AND channel = {channel} AND opened_by = {openedBy} AND ended_at IS NULL AND expires_at > {sql.Now}
            ORDER BY id DESC LIMIT 1
            """);
        return rows is [var youngest] && youngest.ToChallenge() is var stored && !stored.Challenge.IsExpired(sql.Now) ? stored : null;
    }

    /// <summary>
    /// When a live challenge of this account that this one has opened (<see cref="StoredChallenge.Opener"/>) last sent something to this
    /// destination. What others had sent keeps nobody waiting: they could not use its code.
    /// </summary>
    public static async Task<DateTimeOffset?> LastSent(Sql sql, AccountId account, string destination, string? opener)
    {
        var seconds = await sql.Number($"""
            SELECT coalesce(max(last_sent_at), 0) FROM challenges
            WHERE account_id = {account} AND destination = {destination} AND ended_at IS NULL AND expires_at > {sql.Now}
              AND last_sent_at <= {sql.Now + Believed.Drift} AND coalesce(opened_by, opened_from) = {opener ?? ""}
            """);
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>Gives the challenge a code (its first, or another channel's); false when it changed since it was read.</summary>
    public static async Task<bool> TrySetCode(Tx tx, Challenge before, CodeOfChallenge code) => 1 == await tx.Execute($"""
        UPDATE challenges
        SET channel = {code.Channel}, method_id = {code.Method?.Value}, destination = {code.Destination},
            code_key = {code.HashKey}, code_hash = {code.Hash}, sealed_code = {code.Sealed},
            last_sent_at = {tx.Now}, send_count = send_count + 1, version = version + 1
        WHERE id = {before.Id} AND version = {before.Version} AND ended_at IS NULL
        """);

    /// <summary>Notes that the same code went out again, under a new handle if one is given.</summary>
    public static async Task<bool> TryNoteResend(Tx tx, Challenge before, HashedToken? handle) => 1 == await tx.Execute($"""
        UPDATE challenges
        SET last_sent_at = {tx.Now}, send_count = send_count + 1, version = version + 1,
            token_hash = coalesce({handle?.Hash}, token_hash), token_key = coalesce({handle?.KeyId}, token_key)
        WHERE id = {before.Id} AND version = {before.Version} AND ended_at IS NULL
        """);

    /// <summary>Counts a wrong code offered to an enrolment; false when the challenge changed since it was read.</summary>
    public static async Task<bool> TryCountFailure(Tx tx, Challenge before) => 1 == await tx.Execute($"""
        UPDATE challenges SET fail_count = fail_count + 1, version = version + 1
        WHERE id = {before.Id} AND version = {before.Version} AND ended_at IS NULL
        """);

    /// <summary>
    /// Forgets a code that has taken all its guesses. The challenge lives on, so that what waits for a proof can be proven
    /// in another way, and so that one more guess is told that the factor is locked.
    /// </summary>
    public static async Task<bool> TryForgetCode(Tx tx, Challenge before) => 1 == await tx.Execute($"""
        UPDATE challenges SET code_hash = NULL, code_key = NULL, sealed_code = NULL, version = version + 1
        WHERE id = {before.Id} AND version = {before.Version} AND ended_at IS NULL
        """);

    /// <summary>Ends a challenge and forgets its code; true for exactly one caller: this is what spends it.</summary>
    public static async Task<bool> TryEnd(Tx tx, ChallengeId id) => 1 == await tx.Execute($"""
        UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1
        WHERE id = {id} AND ended_at IS NULL
        """);

    /// <summary>Ends the live challenges that a new one of the same caller and destination takes the place of.</summary>
    public static Task Supersede(Tx tx, NewChallenge opened, ChallengeId by, string destination) => tx.Execute($"""
        UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1
        WHERE account_id = {opened.Account.Id} AND purpose = {opened.Purpose} AND opened_by = {opened.OpenedBy}
          AND destination = {destination} AND ended_at IS NULL AND id <> {by}
        """);

    /// <summary>Ends the live challenges that one credential of the account has opened.</summary>
    public static Task EndOpenedBy(Tx tx, AccountId account, Credential openedBy) => tx.Execute($"""
        UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1
        WHERE account_id = {account} AND opened_by = {openedBy} AND ended_at IS NULL
        """);

    /// <summary>
    /// Ends everything pending of an account but the links to object by: whoever made a change must not void the objection. Nor the links
    /// that anybody may have mailed to its address; those go on under the account's new credentials.
    /// </summary>
    public static async Task EndAll(Tx tx, Account account)
    {
        await tx.Execute($"""
            UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL, version = version + 1
            WHERE account_id = {account.Id} AND ended_at IS NULL
              AND purpose NOT IN ({ChallengePurpose.NotMe}, {ChallengePurpose.ResetPassword}, {ChallengePurpose.VerifyEmail})
            """);
        await tx.Execute($"""
            UPDATE challenges SET credential_version = {account.CredentialVersion}
            WHERE account_id = {account.Id} AND ended_at IS NULL
              AND purpose IN ({ChallengePurpose.ResetPassword}, {ChallengePurpose.VerifyEmail})
            """);
    }

    private sealed record Row(
        long Id, long AccountId, string Purpose, byte[] TokenHash, string TokenKey, string? Channel, long? MethodId,
        string? Destination, byte[]? CodeHash, string? CodeKey, byte[]? SealedCode, string? OpenedBy, long CreatedAt,
        long ExpiresAt, long? LastSentAt, long SendCount, long FailCount, long? EndedAt, long CredentialVersion, long Version,
        string? Concerns, string? OpenedFrom, long? Lived, long? LivedNow)
    {
        // What has been over does not live again when the clock is set back.
        private bool IsLivedThrough =>
            LivedNow - Lived > ((ExpiresAt - CreatedAt) * MillisecondsOfSecond) + (long)Believed.Drift.TotalMilliseconds;

        public StoredChallenge ToChallenge() => new(
            new(
                new(Id), new(AccountId), Words.To<ChallengePurpose>(Purpose), Channel is null ? null : Words.To<Channel>(Channel),
                MethodId is { } method ? new MethodId(method) : null,
                Destination, OpenedBy is { } by ? new Credential(by) : null, Stored.Instant(IsLivedThrough ? 0 : ExpiresAt),
                Stored.Instant(LastSentAt), (int)SendCount, (int)FailCount, CredentialVersion, Version,
                Concerns is { } about ? new Concern(about) : null),
            CodeKey, CodeHash, SealedCode, OpenedFrom)
        {
            OpenedAt = Stored.Instant(CreatedAt),
            Lived = SteadyClock.Of(Lived),
        };
    }
}
