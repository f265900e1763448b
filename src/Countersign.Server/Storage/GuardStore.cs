using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A guard as it was read, with the version a save must name.</summary>
public sealed record StoredGuard(Guard Guard, long Version);

/// <summary>
/// The failure counters that hang on an account: the guards of e-mail, recovery codes and the number on file, and the budget of all.
/// </summary>
public static class GuardStore
{
    /// <summary>Makes the rows of a new account, so that every later save is a conditional update.</summary>
    public static async Task Start(Tx tx, AccountId account)
    {
        foreach (var kind in Enum.GetValues<GuardKind>())
            await tx.Execute($"INSERT INTO guards (account_id, kind) VALUES ({account}, {kind})");
        await tx.Execute($"INSERT INTO budgets (account_id) VALUES ({account})");
    }

    /// <summary>One guard of the account.</summary>
    public static async Task<StoredGuard> Read(Sql sql, AccountId account, GuardKind kind)
    {
        var row = await sql.FindOne<GuardRow>($"""
            SELECT fail_count, consecutive_failures, lock_count, locked_until, version
            FROM guards WHERE account_id = {account} AND kind = {kind}
            """) ?? throw Missing();
        return new(new((int)row.FailCount, (int)row.ConsecutiveFailures, (int)row.LockCount, Stored.Instant(row.LockedUntil)), row.Version);
    }

    /// <summary>Saves a guard only if nobody has changed it since it was read; else all is decided again.</summary>
    public static Task Save(Tx tx, AccountId account, GuardKind kind, StoredGuard before, Guard after) =>
        tx.LaterOrAgain($"""
            UPDATE guards
            SET fail_count = {after.FailCount},
                consecutive_failures = {after.ConsecutiveFailures},
                lock_count = {after.LockCount},
                locked_until = {after.LockedUntil},
                version = version + 1
            WHERE account_id = {account} AND kind = {kind} AND version = {before.Version}
            """);

    /// <summary>The account's budget.</summary>
    public static async Task<Budget> ReadBudget(Sql sql, AccountId account)
    {
        var row = await sql.FindOne<BudgetRow>($"SELECT failures, version FROM budgets WHERE account_id = {account}") ?? throw Missing();
        return new(Parse(row.Failures), row.Version);
    }

    /// <summary>Saves the budget only if nobody has changed it since it was read; else all is decided again.</summary>
    public static Task Save(Tx tx, AccountId account, Budget before, Budget after) =>
        tx.LaterOrAgain($"""
            UPDATE budgets SET failures = {Format(after.Failures)}, version = version + 1
            WHERE account_id = {account} AND version = {before.Version}
            """);

    /// <summary>The accounts that are locked, but for good, beyond an instant, or have counted a failure that is later.</summary>
    public static async Task<IReadOnlyList<AccountId>> ListBeyond(Sql sql, DateTimeOffset instant)
    {
        var never = LockoutRules.NeverByItself;
        var locked = await sql.Query<long>($"""
            SELECT account_id FROM guards WHERE locked_until > {instant} AND locked_until < {never}
            UNION SELECT account_id FROM methods WHERE locked_until > {instant} AND locked_until < {never}
            """);
        var budgets = await sql.Query<CountedRow>($"SELECT account_id, failures FROM budgets WHERE failures <> ''");
        var counted = budgets.Where(row => Parse(row.Failures).Max() > instant).Select(row => row.AccountId);
        return [.. locked.Union(counted).Order().Select(id => new AccountId(id))];
    }

    /// <summary>Forgets the failures of the budget (after a password reset or by an operator).</summary>
    public static Task ClearBudget(Tx tx, AccountId account) =>
        tx.Execute($"UPDATE budgets SET failures = '', version = version + 1 WHERE account_id = {account}");

    /// <summary>Takes all locks and failures off the account's guards and budget.</summary>
    public static async Task ClearAll(Tx tx, AccountId account)
    {
        await tx.Execute($"""
            UPDATE guards
            SET fail_count = 0, consecutive_failures = 0, lock_count = 0, locked_until = NULL, version = version + 1
            WHERE account_id = {account}
            """);
        await ClearBudget(tx, account);
    }

    private static ImmutableArray<DateTimeOffset> Parse(string failures) =>
    [
        .. failures.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(seconds => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))),
    ];

    private static string Format(ImmutableArray<DateTimeOffset> failures) =>
        string.Join(',', failures.Select(at => at.ToUnixTimeSeconds()));

    private static InvalidDataException Missing() => new("The account has no failure counters; refusing is the only safe answer.");

    private sealed record GuardRow(long FailCount, long ConsecutiveFailures, long LockCount, long? LockedUntil, long Version);

    private sealed record CountedRow(long AccountId, string Failures);

    private sealed record BudgetRow(string Failures, long Version);
}
