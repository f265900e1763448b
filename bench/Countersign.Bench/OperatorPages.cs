using System.Diagnostics;
using System.Globalization;
using Countersign.Server.Operators;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Bench;

/// <summary>
/// Every page of the operators on a large service and on a small one, turn by turn in the same process, so that the ratio says
/// what the accounts cost; then sign-ins on the large one, with nobody at those pages and with an operator who never stops.
/// </summary>
internal static class OperatorPages
{
    private const int Few = 100;
    private const int Rounds = 15;

    // The small one has two pages of accounts: its second stands beside the other's twentieth.
    private static readonly (string Name, string Path)[] Pages =
    [
        ("accounts, first page", "/operate/accounts"),
        ("accounts, 20th page", "/operate/accounts?after=2000"),
        ("accounts, last page, backwards", "/operate/accounts?before=9999999"),
        ("search, a part many have", "/operate/accounts?q=mail"),
        ("search, a part nobody has", "/operate/accounts?q=zzz"),
        ("search, a whole address", "/operate/accounts?q=person77@mail37.example"),
        ("without 2FA", "/operate/accounts?show=without-2fa"),
        ("locked", "/operate/accounts?show=locked"),
        ("disabled", "/operate/accounts?show=disabled"),
        ("one account", "/operate/accounts/1077"),
        ("activity, 24 hours", "/operate/activity?span=day"),
        ("activity, 30 days", "/operate/activity?span=month"),
        ("activity, 12 weeks", "/operate/activity?span=quarter"),
        ("enforcement", "/operate/enforcement"),
        ("messages", "/operate/messages"),
        ("messages that failed", "/operate/messages?show=failed"),
        ("messages that wait", "/operate/messages?show=waiting"),
    ];

    public static async Task Run(int accounts)
    {
        await using var small = await TestServer.Start();
        await using var large = await TestServer.Start();
        await Fill(small, Few);
        await Fill(large, accounts);
        var (fewAdmin, manyAdmin) = (await Admin(small), await Admin(large));

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{"",-32} {Few,9:N0} {accounts,12:N0} accounts   ratio"));
        foreach (var (name, path) in Pages) await Compare(name, path, fewAdmin, manyAdmin);
        await SignIns(large, manyAdmin);
    }

    private static async Task Fill(TestServer server, int accounts)
    {
        var clock = Stopwatch.StartNew();
        await Population.Plant(server, accounts);
        var filled = clock.Elapsed;
        await server.Services.GetRequiredService<SumTrends>().Run(server.Clock.GetUtcNow(), CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{accounts,9:N0} accounts made in {filled.TotalSeconds:F1} s; their past summed up in {(clock.Elapsed - filled).TotalSeconds:F1} s"));
    }

    private static async Task<PageVisitor> Admin(TestServer server)
    {
        await server.Db.Write(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = 'grace'"), CancellationToken.None);
        return await server.Browser(server.People.Grace);
    }

    private static async Task Compare(string name, string path, PageVisitor few, PageVisitor many)
    {
        var (shorts, longs) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            var (one, other) = (await Time(few, path.Replace("after=2000", "after=1010", StringComparison.Ordinal)), await Time(many, path));
            if (round < 0) continue;

            shorts.Add(one);
            longs.Add(other);
        }

        var (small, large) = (Middle(shorts), Middle(longs));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {small,6:F1} ms {large,9:F1} ms            {large / small,7:F1}"));
    }

    private static async Task<double> Time(PageVisitor browser, string path)
    {
        var clock = Stopwatch.StartNew();
        var page = await browser.Open(path);
        return page.Status == 200 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{path}: {page.Status} {page.Location}");
    }

    private static async Task SignIns(TestServer server, PageVisitor admin)
    {
        var crowd = await Crowd.Plant(server, 64);
        await Crowd.Round(server, crowd, callers: 4);
        var (alone, beside) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.AddRange(await Crowd.Round(server, crowd, callers: 1));
            using var over = new CancellationTokenSource();
            var operating = Operate(admin, over.Token);
            beside.AddRange(await Crowd.Round(server, crowd, callers: 1));
            await over.CancelAsync();
            await operating;
        }

        Console.WriteLine();
        Report("sign-ins, nobody operates", alone);
        Report("sign-ins, somebody operates", beside);
    }

    private static async Task Operate(PageVisitor admin, CancellationToken over)
    {
        for (var turn = 0; !over.IsCancellationRequested; turn++) await admin.Open(Pages[turn % Pages.Length].Path);
    }

    private static void Report(string name, List<TimeSpan> waits)
    {
        waits.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-32} p50 {waits[waits.Count / 2].TotalMilliseconds,6:F1} ms   p99 {waits[waits.Count * 99 / 100].TotalMilliseconds,6:F1} ms   longest {waits[^1].TotalMilliseconds,6:F1} ms"));
    }

    private static double Middle(List<double> numbers) => numbers.Order().ElementAt(numbers.Count / 2);
}
