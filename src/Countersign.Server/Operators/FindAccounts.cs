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
public sealed record AccountPage(IReadOnlyList<ListedAccount> Accounts, AccountSearch? Next, AccountSearch? Previous);

/// <summary>Finds accounts, a page at a time. A page begins where another ended, so the last one is found as fast as the first.</summary>
public sealed class FindAccounts(Ground ground)
{
    private const int PageSize = 50;

    public Task<AccountPage> Run(AccountSearch search, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var now = ground.Now();
        var found = await AccountIndex.List(sql, search, now, ground.Policy, PageSize + 1);
        var isBackwards = search.Before is not null;
        var shown = isBackwards ? found.TakeLast(PageSize).ToList() : [.. found.Take(PageSize)];
        var more = found.Count > PageSize;

        var rows = new List<ListedAccount>();
        foreach (var account in shown) rows.Add(await Read(sql, account, now));
        return new AccountPage(
            [.. rows.Where(row => search.Filter is not AccountFilter.Locked || row.IsLocked(now))],
            shown is [.., var last] && (more || isBackwards) ? search with { After = last.Id.Value, Before = null } : null,
            shown is [var first, ..] && (isBackwards ? more : search.After > 0) ? search with { After = 0, Before = first.Id.Value } : null);
    }, ct);

    private async Task<ListedAccount> Read(Sql sql, Account account, DateTimeOffset now) =>
        new(await FactorState.Read(sql, account, ground.Policy, now), await SessionStore.LastOpened(sql, account.Id));
}
