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
/// <param name="Part">A part of the address or the user name; empty: any.</param>
/// <param name="After">Only accounts after this one.</param>
/// <param name="Before">Only accounts before this one, the nearest of them.</param>
public sealed record AccountSearch(string Part = "", AccountFilter Filter = AccountFilter.All, long After = 0, long? Before = null);

/// <summary>
/// The table of people, read by operators. Each filter that few accounts pass has an index; a part of a name has none and
/// is looked for in the order of the table, until the page is full.
/// </summary>
public static class AccountIndex
{
    /// <summary>
    /// So many accounts in the order they were made. Among the locked ones are a few whose account-wide lock is just over:
    /// when it ends is not the database's to say.
    /// </summary>
    public static async Task<IReadOnlyList<Account>> List(Sql sql, AccountSearch search, DateTimeOffset now, Policy policy, int most)
    {
        var found = await AccountStore.Query(sql, Selection(search, now, policy, most));
        return search.Before is null ? found : [.. found.Reverse()];
    }

    /// <summary>The statement behind <see cref="List"/>; those before an account come nearest first.</summary>
    public static Statement Selection(AccountSearch search, DateTimeOffset now, Policy policy, int most)
    {
        var condition = new SqlPart(ConditionOf(search.Filter, now, policy));
        var named = new SqlPart(Named(AccountStore.Canonical(search.Part)));
        return search.Before is { } before
            ? (Statement)$"SELECT * FROM accounts WHERE id < {before} AND {condition} AND {named} ORDER BY id DESC LIMIT {most}"
            : $"SELECT * FROM accounts WHERE id > {search.After} AND {condition} AND {named} ORDER BY id LIMIT {most}";
    }

    private static Statement Named(string part) => part.Length == 0
        ? (Statement)$"1 = 1"
        : $@"(email_canonical LIKE {PatternOf(part)} ESCAPE '\' OR username_canonical LIKE {PatternOf(part)} ESCAPE '\')";

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
