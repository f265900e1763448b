using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The operator's pages about accounts.</summary>
public static class AccountScenes
{
    private const string One = $"{PagePaths.OperateAccounts}/{{id:long}}";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("operate-accounts", PagePaths.OperateAccounts, visitor => See(visitor, "")),
        new("operate-accounts-none", PagePaths.OperateAccounts, visitor => See(visitor, "?q=nobody")),
        new("operate-accounts-cut", PagePaths.OperateAccounts, SearchAmongMany),
        new("operate-account", One, visitor => See(visitor, "/4")),
        new("operate-account-going", One, BeGoing),
        new("operate-account-own", One, visitor => See(visitor, "/2")),
        new("operate-account-locked", One, visitor => See(visitor, "/5")),
        new("operate-account-reset", $"{One}/reset", visitor => See(visitor, "/4/reset")),
        new("operate-account-reset-refused", $"{One}/reset", visitor => Miss(visitor, "/4/reset", "came to the desk with her passport")),
        new("operate-account-unlock", $"{One}/unlock", visitor => See(visitor, "/5/unlock")),
        new("operate-account-disable", $"{One}/disable", visitor => See(visitor, "/4/disable")),
        new("operate-account-disable-no-reason", $"{One}/disable", visitor => Miss(visitor, "/4/disable", "x ")),
        new("operate-account-disabled", One, Disable),
        new("operate-account-enable", $"{One}/enable", Enable),
    ];

    private static async Task See(Visitor visitor, string path)
    {
        await Crowd(visitor);
        await OperateScenes.Operate(visitor, $"{PagePaths.OperateAccounts}{path}");
    }

    // The search ends before the last account: there is one far behind the others.
    private static async Task SearchAmongMany(Visitor visitor)
    {
        await visitor.Server.Db.Write(async tx =>
        {
            await TestSql.SkipAccounts(tx, 900000);
            await tx.Execute(
                $"INSERT INTO accounts (email, email_canonical, username, username_canonical, created_at) VALUES ('z@example.org', " +
                $"'z@example.org', 'z', 'z', 0)");
        }, CancellationToken.None);
        await See(visitor, "?q=a");
    }

    // Somebody with a long address, and people in every state.
    private static Task Crowd(Visitor visitor) => visitor.Server.Db.Write(async tx =>
    {
        await tx.Execute(
            $"UPDATE accounts SET email = {LongAddress}, email_canonical = {LongAddress}, email_verified_at = NULL WHERE username = " +
            $"'linus'");
        await tx.Execute($"UPDATE accounts SET full_name = 'Barbara Liskov' WHERE username = 'barbara'");
    }, CancellationToken.None);

    private static string LongAddress =>
        $"{new string('a', 60)}@{string.Join('.', Enumerable.Repeat("verylongdomainname", 6))}.example.org";

    private static async Task Miss(Visitor visitor, string path, string reason)
    {
        await See(visitor, path);
        await visitor.Page.Locator("#reason").EvaluateAsync("field => field.removeAttribute('minlength')");
        await visitor.Fill("reason", reason);
        await visitor.GiveCode(visitor.Server.People.Grace.Phone.WrongCode());
    }

    private static async Task Disable(Visitor visitor)
    {
        await See(visitor, "/4/disable");
        await visitor.Fill("reason", "left the company");
        await visitor.GiveCode(visitor.Server.People.Grace.Phone.NextCode());
    }

    private static async Task BeGoing(Visitor visitor)
    {
        await visitor.Server.Db.Write(
            tx => DeletionStore.TryAsk(tx, new(new(4), tx.Now, tx.Now + TimeSpan.FromDays(3), "2001:db8:1f:ffff::c0de:4711", "Browser")),
            CancellationToken.None);
        await See(visitor, "/4");
    }

    private static async Task Enable(Visitor visitor)
    {
        await Disable(visitor);
        await visitor.Open($"{PagePaths.OperateAccounts}/4/enable");
    }
}
