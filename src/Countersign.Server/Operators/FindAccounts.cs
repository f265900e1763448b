using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Operators;

/// <summary>An account in a list, with what an operator looks for.</summary>
/// <param name="LastSignIn">When its newest session was opened; null when that is longer ago than sessions are kept.</param>
public sealed record ListedAccount(FactorState Factors, DateTimeOffset? LastSignIn)
{
    /// <summary>The account.</summary>
    public Account Account => Factors.Account;

    /// <summary>Whether anything it could prove itself with is locked now.</summary>
    public bool IsLocked(DateTimeOffset now) =>
        Factors.SpentUntil is not null || Factors.Email.IsLocked(now) || Factors.BackupCode.IsLocked(now)
        || Factors.PhoneOnFile.IsLocked(now) || Factors.Methods.Any(method => method.Guard.IsLocked(now));
}

/// <summary>A page of accounts.</summary>
/// <param name="Next">What to look for to see the page after this one; null when this is the last.</param>
/// <param name="Previous">The same for the page before.</param>
/// <param name="IsCut">So many accounts were looked through that the page ends before it is full.</param>
public sealed record AccountPage(IReadOnlyList<ListedAccount> Accounts, AccountSearch? Next, AccountSearch? Previous, bool IsCut);

/// <summary>
/// Finds accounts, a page at a time. A page begins where another ended, so the last one is found as fast as the first. Whose
/// whole name it is comes first; a whole address is looked for no further.
/// </summary>
public sealed class FindAccounts(Ground ground)
{
    private const int PageSize = 50;

    public Task<AccountPage> Run(AccountSearch search, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var exact = await First(sql, search);
        var isFound = exact.Any(account => account.Email.Canonical == AccountStore.Canonical(search.Part));
        var found = isFound ? [] : await AccountIndex.List(sql, search, ground.Policy, PageSize + 1);
        var more = found.Count > PageSize;
        IReadOnlyList<Account> shown = [.. search.Before is null ? found.Take(PageSize) : found.TakeLast(PageSize)];
        var end = more || isFound || !search.LooksThrough ? null : await EndOfReach(sql, search);

        var rows = new List<ListedAccount>();
        foreach (var account in exact.Concat(shown)) rows.Add(await Read(sql, account));
        return new AccountPage(
            [.. rows.Where(row => search.Filter is not AccountFilter.Locked || row.IsLocked(sql.Now))],
            Next(search, shown, more, end), Previous(search, shown, more, end), end is not null);
    }, ct);

    private async Task<IReadOnlyList<Account>> First(Sql sql, AccountSearch search) =>
        search is { Part.Length: > 0, After: 0, Before: null } ? await AccountIndex.Exact(sql, search, ground.Policy) : [];

    // The last account that was looked at, in the direction of the search; null when there is none behind it.
    private static async Task<long?> EndOfReach(Sql sql, AccountSearch search) => search.Before is { } before
        ? before - AccountIndex.Reach is > 1 and var first ? first : null
        : search.After + AccountIndex.Reach is var last && last < await AccountIndex.Last(sql) ? last : null;

    private static AccountSearch? Next(AccountSearch search, IReadOnlyList<Account> shown, bool more, long? end) =>
        search.Before is { } before
        ? search with { After = shown is [.., var nearest] ? nearest.Id.Value : before - 1, Before = null }
        : end is not null ? search with { After = end.Value }
        : more ? search with { After = shown[^1].Id.Value } : null;

    private static AccountSearch? Previous(AccountSearch search, IReadOnlyList<Account> shown, bool more, long? end) =>
        search.Before is null
        ? search.After > 0 ? search with { After = 0, Before = shown is [var nearest, ..] ? nearest.Id.Value : search.After + 1 } : null
        : end is not null ? search with { Before = end.Value }
        : more ? search with { Before = shown[0].Id.Value } : null;

    private async Task<ListedAccount> Read(Sql sql, Account account) =>
        new(await FactorState.Read(sql, account, ground.Policy), await SessionStore.LastOpened(sql, account.Id));
}
