using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An account about to be made.</summary>
public sealed record NewAccount(
    EmailAddress Email,
    string Username,
    string FullName = "",
    string? PasswordHash = null,
    PhoneNumber? Phone = null,
    DateTimeOffset? EmailVerifiedAt = null,
    bool IsAdmin = false,
    bool IsLegacy = false,
    Language? Language = null)
{
    /// <summary>Whose person it is; null: one of ours.</summary>
    public AppId? Application { get; init; }

    /// <summary>What that application calls them.</summary>
    public string? OutsideId { get; init; }
}

/// <summary>What becomes of the right to administer.</summary>
public enum AdminRight
{
    Given,
    Taken,
}

/// <summary>The table of people.</summary>
public static class AccountStore
{
    /// <summary>What a row is read from.</summary>
    internal static SqlPart Columns { get; } = new($"""
        id, email, email_canonical, email_verified_at, username, username_canonical, full_name, phone_number,
        password_hash, is_legacy, is_admin, disabled_at, credential_version, created_at, language,
        full_name_canonical, mail_counts_from, mail_wait_since, mail_wait_lived, application_id
        """);

    /// <summary>Makes an account with its guards and budget; null when the address or the name is taken.</summary>
    public static async Task<AccountId?> TryAdd(Tx tx, NewAccount person)
    {
        var added = await tx.Query<long>($"""
            INSERT INTO accounts (email, email_canonical, email_verified_at, username, username_canonical, full_name, full_name_canonical,
                                  phone_number, password_hash, is_legacy, is_admin, created_at, language, application_id,
                                  outside_id)
            VALUES ({person.Email.Text}, {person.Email.Canonical}, {person.EmailVerifiedAt}, {person.Username},
                    {Canonical(person.Username)}, {person.FullName}, {Canonical(person.FullName)}, {person.Phone}, {person.PasswordHash},
                    {person.IsLegacy}, {person.IsAdmin}, {tx.Now}, {person.Language?.Code()}, {person.Application},
                    {person.OutsideId})
            ON CONFLICT DO NOTHING
            RETURNING id
            """);
        if (added is not [var id]) return null;

        var account = new AccountId(id);
        await GuardStore.Start(tx, account);
        return account;
    }

    /// <summary>The account, or null. Inside a change it is held (<see cref="Sql.Hold"/>).</summary>
    public static async Task<Account?> Find(Sql sql, AccountId id)
    {
        var row = await sql.FindOne<AccountRow>($"SELECT {Columns} FROM accounts WHERE id = {id}{sql.Hold}");
        if (row is null) return null;

        sql.Held(row.Id);
        return await MailWaits.Judge(sql, row.ToAccount());
    }

    /// <summary>
    /// The account with this address or user name, however it is spelled; null when there is none. Whom an application keeps has no name
    /// here.
    /// </summary>
    public static async Task<Account?> FindByName(Sql sql, string emailOrUsername)
    {
        var name = Canonical(emailOrUsername);
        var rows = await sql.Query<AccountRow>($"""
            SELECT {Columns} FROM accounts WHERE email_canonical = {name} OR username_canonical = {name} ORDER BY id{sql.Hold}
            """);
        foreach (var row in rows) sql.Held(row.Id);
        var found = rows.FirstOrDefault(row => row.ApplicationId is null);
        return found is null ? null : await MailWaits.Judge(sql, found.ToAccount());
    }

    /// <summary>The accounts that a statement selects whole.</summary>
    internal static async Task<IReadOnlyList<Account>> Query(Sql sql, Statement selection) =>
        [.. (await sql.Query<AccountRow>(selection)).Select(row => row.ToAccount())];

    /// <summary>
    /// Voids everything pending of this account (challenges, grants, links carry the version they were made under) and,
    /// as the first write of a change, makes two such changes follow one another.
    /// </summary>
    public static async Task<bool> TryRenewCredentials(Tx tx, Account account) => 1 == await tx.Execute($"""
        UPDATE accounts SET credential_version = credential_version + 1
        WHERE id = {account.Id} AND credential_version = {account.CredentialVersion}
        """);

    /// <summary>
    /// Stores another password, which was not set by mail unless that is marked after it; false when the credentials changed since the
    /// account was read.
    /// </summary>
    public static async Task<bool> TrySetPassword(Tx tx, Account account, string hash, PastPlace place = PastPlace.IfThereIsOne)
    {
        await PastPasswordStore.Keep(tx, account.Id, place);
        await MarkStore.Clear(tx, account.Id, AccountMark.PasswordByMail);
        return await TryRenewHash(tx, account, hash);
    }

    /// <summary>Stores another hash of the same password; false when the credentials changed since the account was read.</summary>
    public static async Task<bool> TryRenewHash(Tx tx, Account account, string hash) => 1 == await tx.Execute($"""
        UPDATE accounts SET password_hash = {hash}
        WHERE id = {account.Id} AND credential_version = {account.CredentialVersion}
        """);

    /// <summary>Takes the password away, since somebody else may know it: only a mailed link gives the account another one.</summary>
    public static async Task VoidPassword(Tx tx, AccountId account)
    {
        await PastPasswordStore.KeepVoid(tx, account);
        await MarkStore.Clear(tx, account, AccountMark.PasswordByMail);
        await tx.Execute($"UPDATE accounts SET password_hash = NULL WHERE id = {account}");
    }

    /// <summary>Marks the address proven; false when it was before.</summary>
    public static async Task<bool> TryVerifyEmail(Tx tx, AccountId account) => 1 == await tx.Execute($"""
        UPDATE accounts SET email_verified_at = {tx.Now} WHERE id = {account} AND email_verified_at IS NULL
        """);

    /// <summary>From when on the mailbox proves something about the account; null: now and always.</summary>
    public static Task SetMailCountsFrom(Tx tx, AccountId account, DateTimeOffset? from)
    {
        DateTimeOffset? since = from is null ? null : tx.Now;
        var lived = from is null ? SqlPart.Of("NULL") : SteadyClock.Lived(tx);
        return tx.Execute($"""
            UPDATE accounts SET mail_counts_from = {from}, mail_wait_since = {since}, mail_wait_lived = {lived}
            WHERE id = {account}
            """);
    }

    /// <summary>Gives the account another user name; false when somebody else has it.</summary>
    public static async Task<bool> TryRename(Tx tx, AccountId account, string username) => 1 == await tx.Execute($"""
        UPDATE accounts SET username = {username}, username_canonical = {Canonical(username)}
        WHERE id = {account} AND NOT EXISTS (
            SELECT 1 FROM accounts o
            WHERE o.id <> {account} AND (o.username_canonical = {Canonical(username)} OR o.email_canonical = {Canonical(username)}))
        """);

    /// <summary>Turns a legacy account into a normal one; false when it was none.</summary>
    public static async Task<bool> TryEndLegacy(Tx tx, AccountId account) => 1 == await tx.Execute($"""
        UPDATE accounts SET is_legacy = 0 WHERE id = {account} AND is_legacy = 1
        """);

    /// <summary>Takes the number on file away: whoever has it now hears of nothing any more.</summary>
    public static Task RemovePhone(Tx tx, AccountId account) =>
        tx.Execute($"UPDATE accounts SET phone_number = NULL WHERE id = {account}");

    /// <summary>Sets the language a person is written to in.</summary>
    public static Task SetLanguage(Tx tx, AccountId account, Language language) =>
        tx.Execute($"UPDATE accounts SET language = {language.Code()} WHERE id = {account}");

    /// <summary>Shuts or opens an account; null opens.</summary>
    public static Task SetDisabled(Tx tx, AccountId account, DateTimeOffset? since) =>
        tx.Execute($"UPDATE accounts SET disabled_at = {since} WHERE id = {account}");

    /// <summary>Lets an account administer, or no longer; false when it is so already.</summary>
    public static async Task<bool> TrySetAdmin(Tx tx, AccountId account, AdminRight right)
    {
        var (before, after) = right switch { AdminRight.Given => (false, true), AdminRight.Taken => (true, false) };
        return 1 == await tx.Execute($"UPDATE accounts SET is_admin = {after} WHERE id = {account} AND is_admin = {before}");
    }

    /// <summary>Removes an account and all that hangs on it, except its audit log.</summary>
    public static async Task<bool> TryDelete(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM accounts WHERE id = {account}");

    /// <summary>How many admins can sign in.</summary>
    public static Task<long> CountAdmins(Sql sql) =>
        sql.Number($"SELECT count(*) FROM accounts WHERE is_admin = 1 AND disabled_at IS NULL");

    /// <summary>
    /// One spelling per name, before any look-up, counter or lock; what nobody sees is no part of it. An address has the one that accounts
    /// have it in, with its domain in ASCII. What is no text has none but its own, and is nobody's.
    /// </summary>
    public static string Canonical(string name) => EmailAddress.TryParse(name, out var address) ? address.Canonical : CanonicalName(name);

    private static string CanonicalName(string name) =>
        (PlainText.Holds(name) ? Typed.Visible(name).Normalize() : name).ToLowerInvariant();
}
