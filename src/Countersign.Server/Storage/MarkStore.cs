using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The instants an account carries.</summary>
public enum AccountMark
{
    /// <summary>Until then the second factors cannot be changed.</summary>
    ChangesFrozenUntil,

    /// <summary>The person said that the recovery codes are in a safe place.</summary>
    CodesKept,

    /// <summary>The person last made sure that a recovery code is good.</summary>
    CodesChecked,

    /// <summary>Since then there is a second factor that was set up with the password alone: admin rights wait for the mailbox.</summary>
    AwaitsMailbox,

    /// <summary>The account was made by a stranger who named its address: until the address is proven, nobody is let in.</summary>
    SignedUp,

    /// <summary>The person wants no reminders by mail.</summary>
    RemindersOff,

    /// <summary>When the mailbox was proven there was a second factor already: admin rights will wait until it is vouched for.</summary>
    FactorBeforeMailbox,

    /// <summary>When a mail to the account's address last came back, where the address was not confirmed since.</summary>
    MailBounced,

    /// <summary>
    /// When the password that there is was set by a mailed link, whatever was proven since; not where it was set up a factor with since
    /// that the mailbox has not vouched for.
    /// </summary>
    PasswordByMail,

    /// <summary>Several signed up with the address before it was proven, or one whose choice is forgotten: no password holds.</summary>
    SignedUpBySeveral,

    /// <summary>The freeze began with an objection to factors that the mailbox never vouched for: they do not lift it.</summary>
    FactorsObjected,

    /// <summary>
    /// When a password was first set by mail since the mailbox last vouched, or since a factor awaits that: no later one moves it.
    /// </summary>
    FirstByMail,

    /// <summary>When the account's address was last confirmed, after the first time.</summary>
    MailConfirmed,

    /// <summary>
    /// Then somebody with a phone of the account objected to what had come by mail. Another password by mail says nothing about that: it is
    /// the mailbox that is in doubt, for as long as <c>PhoneObjection</c> says.
    /// </summary>
    PhoneObjected,
}

/// <summary>The table of marks.</summary>
public static class MarkStore
{
    private const long Minute = 60_000;

    /// <summary>One mark, or null.</summary>
    public static async Task<DateTimeOffset?> Find(Sql sql, AccountId account, AccountMark mark)
    {
        var seconds = await sql.Number($"SELECT coalesce(max(at), 0) FROM account_marks WHERE account_id = {account} AND mark = {mark}");
        return seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>One mark with what had been lived through when it was set, or null.</summary>
    public static async Task<(DateTimeOffset At, TimeSpan? Lived)?> FindLived(Sql sql, AccountId account, AccountMark mark) =>
        await sql.FindOne<LivedRow>($"SELECT at, lived FROM account_marks WHERE account_id = {account} AND mark = {mark}") is { } row
            ? (Stored.Instant(row.At), SteadyClock.Of(row.Lived))
            : null;

    /// <summary>
    /// Whether one mark was set after another one (1) or before it (-1), as servers have lived through the time; within the minute that
    /// this may be off by, in the order in which they were set. Together is 0. Null where either is missing, or nobody can tell.
    /// </summary>
    public static async Task<int?> Compare(Sql sql, AccountId account, AccountMark mark, AccountMark other)
    {
        if (await FindPlace(sql, account, mark) is not { } one || await FindPlace(sql, account, other) is not { } second) return null;

        var apart = one.Lived - second.Lived;
        return apart is not (> Minute or < -Minute) && one.Ordinal is { } place && second.Ordinal is { } secondPlace
            ? place.CompareTo(secondPlace)
            : apart?.CompareTo(0);
    }

    /// <summary>Whether one mark is there and was not set before another one that is there.</summary>
    public static async Task<bool> IsSince(Sql sql, AccountId account, AccountMark mark, AccountMark other) =>
        await Find(sql, account, mark) is not null && !(await Compare(sql, account, mark, other) < 0);

    private static Task<PlaceRow?> FindPlace(Sql sql, AccountId account, AccountMark mark) =>
        sql.FindOne<PlaceRow>($"SELECT ordinal, lived FROM account_marks WHERE account_id = {account} AND mark = {mark}");

    /// <summary>All marks of an account, by their words.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListOf(Sql sql, AccountId account) =>
        (await sql.Query<Row>($"SELECT mark, at FROM account_marks WHERE account_id = {account} ORDER BY mark"))
            .ToDictionary(row => row.Mark, row => Stored.Instant(row.At), StringComparer.Ordinal);

    /// <summary>Sets a mark.</summary>
    public static Task Set(Tx tx, AccountId account, AccountMark mark, DateTimeOffset at) => tx.Execute($"""
        INSERT INTO account_marks (account_id, mark, at, lived, ordinal)
        VALUES ({account}, {mark}, {at}, {SteadyClock.Lived(tx)}, {NextOf(account)})
        ON CONFLICT (account_id, mark) DO UPDATE SET at = {at}, lived = {SteadyClock.Lived(tx)}, ordinal = {NextOf(account)}
        """);

    private static SqlPart NextOf(AccountId account) => new($"""
        (SELECT coalesce(max(m.ordinal), 0) + 1 FROM account_marks m WHERE m.account_id = {account})
        """);

    /// <summary>Takes a mark away.</summary>
    public static Task Clear(Tx tx, AccountId account, AccountMark mark) =>
        tx.Execute($"DELETE FROM account_marks WHERE account_id = {account} AND mark = {mark}");

    private sealed record Row(string Mark, long At);

    private sealed record LivedRow(long At, long? Lived);

    private sealed record PlaceRow(long? Ordinal, long? Lived);
}
