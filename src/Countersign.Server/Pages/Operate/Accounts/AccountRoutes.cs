using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Operate.Accounts;

/// <summary>What the list shows.</summary>
public sealed record AccountsView(AccountSearch Search, AccountPage Found);

/// <summary>People's accounts: the list, one of them, and what can be done to it.</summary>
public static class AccountRoutes
{
    private const int LongestPart = 254;

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.OperateAccounts, List).For(PageAccess.Admin);
        app.MapGet($"{PagePaths.OperateAccounts}/{{id:long}}", Show).For(PageAccess.Admin);
        foreach (var act in AccountActs.All)
        {
            var path = $"{PagePaths.OperateAccounts}/{{id:long}}/{AccountActs.WordOf(act)}";
            app.MapGet(
                path, (PageCall call, long id, AccountActPages proofs, CancellationToken ct) => proofs.Ask(call, new(id), act, ct)).For(
                PageAccess.Admin);
            app.MapPost(
                path, (PageCall call, long id, AccountActPages proofs, CancellationToken ct) => proofs.Submit(call, new(id), act, ct)).For(
                PageAccess.Admin);
        }
    }

    private static async Task<IResult> List(PageCall call, FindAccounts find, CancellationToken ct)
    {
        var search = SearchOf(call);
        return call.Show<AccountsPage>(new AccountsView(search, await find.Run(search, ct)));
    }

    private static async Task<IResult> Show(PageCall call, long id, ShowAccount show, CancellationToken ct) =>
        await show.Run(new AccountId(id), ct) is { } state
            ? call.Show<AccountStatePage>(state)
            : call.GoTo(PagePaths.OperateAccounts, Said.NothingThere);

    private static AccountSearch SearchOf(PageCall call)
    {
        return new(PlainText.Begin(call.Query("q").Trim(), LongestPart), AccountLinks.FilterOf(call.Query("show")))
        {
            After = PageCall.NumberOf(call.Query("after")) ?? 0,
            Before = PageCall.NumberOf(call.Query("before")),
        };
    }
}
