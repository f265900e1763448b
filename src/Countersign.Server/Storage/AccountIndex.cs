using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Which accounts an operator wants to see.</summary>
public enum AccountFilter
{
    All,
    WithoutSecondFactor,
    Locked,
    Disabled,
    Admins,
}

/// <summary>What an operator looks for.</summary>
/// <param name="Part">A part of the address, the user name or the full name, or the account's number; empty: any.</param>
/// <param name="After">Only accounts after this one.</param>
/// <param name="Before">Only accounts before this one, the nearest of them.</param>
public sealed record AccountSearch(string Part = "", AccountFilter Filter = AccountFilter.All, long After = 0, long? Before = null)
{
    /// <summary>Whether no index knows who it is, so that accounts are looked through until a page is full.</summary>
    public bool LooksThrough => Filter is AccountFilter.WithoutSecondFactor || (Filter is AccountFilter.All && Part.Length > 0);
}

/// <summary>
/// The table of people, read by operators. Each filter that few accounts pass has an index, and so have whole names. A part of
/// a name has none: it is looked for in an index of all names, until the page is full or so many accounts were looked through.
/// </summary>
public static class AccountIndex
{
    /// <summary>So many accounts are looked through at once: some hundred milliseconds at most.</summary>
    public const long Reach = 250_000;

    /// <summary>
    /// So many accounts in the order they were made. Among the locked ones are a few whose account-wide lock is just over:
    /// when it ends is not the database's to say.
    /// </summary>
    public static async Task<IReadOnlyList<Account>> List(Sql sql, AccountSearch search, Policy policy, int most)
    {
        var found = await AccountStore.Query(sql, Selection(search, sql.Now, policy, most));
        return search.Before is null ? found : [.. found.Reverse()];
    }

    /// <summary>The statement behind <see cref="List"/>; those before an account come nearest first.</summary>
    public static Statement Selection(AccountSearch search, DateTimeOffset now, Policy policy, int most)
    {
        var condition = new SqlPart(Ours(search.Filter, now, policy));
        var named = new SqlPart(Named(search.Part));
        var reach = search.LooksThrough ? Reach : long.MaxValue / 2;
        return search.Before is { } before
            ? (Statement)$"""
                SELECT {AccountStore.Columns} FROM accounts WHERE id IN (
                    SELECT id FROM accounts WHERE id < {before} AND id >= {before - reach} AND {condition} AND {named} ORDER BY id DESC LIMIT {most})
                ORDER BY id DESC
                """
            : $"""
                SELECT {AccountStore.Columns} FROM accounts WHERE id IN (
                    SELECT id FROM accounts WHERE id > {search.After} AND id <= {search.After + reach} AND {condition} AND {named} ORDER BY id LIMIT {most})
                ORDER BY id
                """;
    }

    /// <summary>
    /// Those whose whole address, user name or number it is: by an index, wherever in the table they are. <see cref="List"/> leaves them
    /// out.
    /// </summary>
    public static Task<IReadOnlyList<Account>> Exact(Sql sql, AccountSearch search, Policy policy) =>
        AccountStore.Query(sql, Exactly(search, sql.Now, policy));

    /// <summary>The statement behind <see cref="Exact"/>.</summary>
    public static Statement Exactly(AccountSearch search, DateTimeOffset now, Policy policy)
    {
        var condition = new SqlPart(Ours(search.Filter, now, policy));
        return $"SELECT {AccountStore.Columns} FROM accounts WHERE {new SqlPart(Called(search.Part))} AND {condition} ORDER BY id";
    }

    /// <summary>
    /// A page of everybody, oldest first, whose address or one of whose names contains this, or whose number it is; however many are looked
    /// through.
    /// </summary>
    public static Task<IReadOnlyList<Account>> ListEverybody(Sql sql, string part, long after, int most)
    {
        var containing = new SqlPart(Containing(part));
        return AccountStore.Query(sql,
            $"SELECT {AccountStore.Columns} FROM accounts WHERE id > {after} AND application_id IS NULL AND ({containing} OR {new SqlPart(Called(part))}) ORDER BY " +
            $"id LIMIT {most}");
    }

    /// <summary>The youngest account's number; 0 when there is none.</summary>
    public static Task<long> Last(Sql sql) => sql.Number($"SELECT coalesce(max(id), 0) FROM accounts");

    private static Statement Named(string part) =>
        part.Length == 0 ? (Statement)$"1 = 1" : $"{new SqlPart(Containing(part))} AND NOT {new SqlPart(Called(part))}";

    private static Statement Containing(string part)
    {
        var pattern = PatternOf(AccountStore.Canonical(part));
        return $@"(email_canonical LIKE {pattern} ESCAPE '\' OR username_canonical LIKE {pattern} ESCAPE '\' OR full_name_canonical LIKE {pattern} ESCAPE '\')";
    }

    private static Statement Called(string part)
    {
        var name = AccountStore.Canonical(part);
        var number = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        return $"(email_canonical = {name} OR username_canonical = {name} OR id = {number})";
    }

    // Whom an application keeps is known to that application alone.
    private static Statement Ours(AccountFilter filter, DateTimeOffset now, Policy policy) =>
        $"application_id IS NULL AND {new SqlPart(ConditionOf(filter, now, policy))}";

    private static Statement ConditionOf(AccountFilter filter, DateTimeOffset now, Policy policy) => filter switch
    {
        AccountFilter.All => $"1 = 1",
        AccountFilter.WithoutSecondFactor => $"is_legacy = 0 AND NOT EXISTS (SELECT 1 FROM methods WHERE account_id = accounts.id)",
        AccountFilter.Locked => $"""
            id IN (SELECT account_id FROM methods WHERE locked_until IS NOT NULL AND locked_until > {now}
                   UNION SELECT account_id FROM guards WHERE locked_until IS NOT NULL AND locked_until > {now}
                   UNION SELECT account_id FROM budgets WHERE failures <> '' AND length(failures) >= {LengthOfSpent(policy)})
            """,
        AccountFilter.Disabled => $"disabled_at IS NOT NULL",
        AccountFilter.Admins => $"is_admin = 1",
    };

    // A budget is a list of ten-digit instants with commas between them.
    private static int LengthOfSpent(Policy policy) => (11 * Math.Min(policy.ShortBudget, policy.LongBudget)) - 1;

    private static string PatternOf(string part) =>
        $"%{part.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
