using Countersign.Core;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>Leave for a program to sign in, given by a session at a page.</summary>
/// <param name="Session">The session that gave it.</param>
/// <param name="Challenge">What the program must show the origin of.</param>
/// <param name="Port">Where the program listens.</param>
public sealed record ProgramGrant(
    AccountId Account, SessionId Session, CodeChallenge Challenge, ProgramPort Port, DateTimeOffset ExpiresAt, long CredentialVersion);

/// <summary>The table of programs that may sign in; what names a row is the hash of its code.</summary>
public static class ProgramGrantStore
{
    // As long as an operator may let them last.
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>Gives leave.</summary>
    public static Task Add(Tx tx, ProgramGrant grant, HashedToken code) => tx.Execute($"""
        INSERT INTO program_grants (account_id, session_id, token_hash, token_key, challenge, port, expires_at, credential_version)
        VALUES ({grant.Account}, {grant.Session}, {code.Hash}, {code.KeyId}, {grant.Challenge.Text}, {grant.Port.Number},
                {grant.ExpiresAt}, {grant.CredentialVersion})
        """);

    /// <summary>Of an account's leaves only the youngest stay.</summary>
    public static Task KeepFew(Tx tx, AccountId account, int most) => tx.Execute($"""
        DELETE FROM program_grants WHERE account_id = {account}
          AND id NOT IN (SELECT id FROM program_grants WHERE account_id = {account} ORDER BY id DESC LIMIT {most})
        """);

    /// <summary>The leave behind one of these hashes, whatever it is worth now; null when there is none.</summary>
    public static async Task<ProgramGrant?> Find(Sql sql, IReadOnlyList<byte[]> code) => (await sql.FindOne<Row>($"""
        SELECT account_id, session_id, challenge, port, expires_at, credential_version FROM program_grants WHERE token_hash IN {code}
        """))?.ToGrant();

    /// <summary>
    /// Spends a leave; true for exactly one caller, and only for whoever shows the origin of its challenge and its port. Whoever does not
    /// leaves it as it is: they take nothing away from the program that it is for.
    /// </summary>
    public static async Task<bool> TrySpend(Tx tx, IReadOnlyList<byte[]> code, CodeChallenge challenge, ProgramPort port) =>
        1 == await tx.Execute($"""
            DELETE FROM program_grants
            WHERE token_hash IN {code} AND challenge = {challenge.Text} AND port = {port.Number}
              AND {Believed.IsAhead(tx, "expires_at", LongestLife)}
            """);

    /// <summary>Deletes what is over.</summary>
    public static Task Sweep(Tx tx) =>
        tx.Execute($"DELETE FROM program_grants WHERE expires_at <= {tx.Now} OR expires_at > {tx.Now + LongestLife + Believed.Drift}");

    private sealed record Row(long AccountId, long SessionId, string Challenge, long Port, long ExpiresAt, long CredentialVersion)
    {
        public ProgramGrant ToGrant() => new(
            new(AccountId), new(SessionId), new(Challenge), new((int)Port), Stored.Instant(ExpiresAt), CredentialVersion);
    }
}
