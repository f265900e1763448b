using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>
/// The audit log summed up: the chart says the same, each row is counted once, and nothing is kept for longer than it is shown.
/// </summary>
public sealed class TrendSumTests
{
    private static readonly string[] Spans = ["day", "month", "quarter"];

    [Fact]
    public async Task The_chart_says_the_same_summed_up_or_not_and_without_the_rows_behind_it()
    {
        await using var server = await TestServer.Start();
        var admin = await ThreeDays(server);
        var before = await Charts(admin);

        await server.SumNow();
        var summed = await Charts(admin);
        await server.Change(tx => tx.Execute($"DELETE FROM audit_log WHERE created_at < (SELECT summed_through FROM trend_mark)"));

        Assert.Equal(before, summed);
        Assert.Equal(before, await Charts(admin));
        Assert.InRange(await server.Number($"SELECT count(*) FROM audit_log"), 1, 20);
    }

    [Fact]
    public async Task An_hour_is_summed_up_when_it_has_been_over_for_ten_minutes()
    {
        await using var server = await TestServer.Start();
        server.Clock.SetUtcNow(new(2026, 3, 2, 11, 9, 59, TimeSpan.Zero));
        await server.SumNow();
        Assert.Equal(10, await Through(server));

        server.Clock.SetUtcNow(new(2026, 3, 2, 11, 10, 0, TimeSpan.Zero));
        await server.SumNow();
        Assert.Equal(11, await Through(server));

        // A clock that was put back takes nothing back.
        server.Clock.AdjustTime(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await server.SumNow();
        Assert.Equal(11, await Through(server));
    }

    [Fact]
    public async Task What_a_clock_that_was_far_ahead_summed_up_does_not_keep_what_comes_then_from_the_chart()
    {
        await using var server = await TestServer.Start();
        var admin = await ThreeDays(server);
        var right = server.Clock.GetUtcNow();
        var before = await Charts(admin);
        server.Clock.AdjustTime(right.AddDays(40));
        await server.SumNow();
        server.Clock.AdjustTime(right);
        await server.IsSteady();

        await server.SumNow();

        Assert.InRange(await Through(server), 1, (3 * 24) + right.Hour);
        Assert.Equal(before, await Charts(admin));
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM trend_sums WHERE seconds = 3600"));
    }

    [Fact]
    public async Task Many_who_sum_up_at_once_count_each_row_once()
    {
        await using var server = await TestServer.Start();
        await ThreeDays(server);
        var before = await server.Number(
            $"SELECT count(*) FROM audit_log WHERE event = 'authn_login_success' AND created_at < {server.Clock.GetUtcNow().AddHours(-1)}");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(server.SumNow)));

        Assert.NotEqual(0, before);
        foreach (var length in (long[])[3600, 86_400])
            Assert.Equal(before, await server.Number(
                $"SELECT sum(times) FROM trend_sums WHERE event = 'authn_login_success' AND seconds = {length}"));
    }

    [Fact]
    public async Task Sums_are_kept_for_as_long_as_the_chart_looks_back()
    {
        await using var server = await TestServer.Start();
        await ThreeDays(server);
        await server.SumNow();

        server.Clock.Advance(TimeSpan.FromDays(5));
        await server.SumNow();
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM trend_sums WHERE seconds = 3600"));
        await AnHourGoesBy(server, $"SELECT count(*) FROM trend_sums WHERE seconds = 3600");
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM trend_sums WHERE seconds = 3600"));
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM trend_sums WHERE seconds = 86400"));

        server.Clock.Advance(TimeSpan.FromDays(7 * 25));
        await AnHourGoesBy(server, $"SELECT count(*) FROM trend_sums");
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM trend_sums"));
    }

    // The server itself looks at the clock when it likes, and what it then holds for a jump ends the steadiness that this has said.
    private static async Task AnHourGoesBy(TestServer server, Statement left)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await server.IsSteady();
            await server.TimeGoesBy(TimeSpan.FromHours(1));
            await server.SumNow();
            if (await server.Number(left) == 0) return;
        }
    }

    // The sweeper of the server sums up as time goes by; what it did is undone here, so that each test begins with the log alone.
    private static async Task<PageVisitor> ThreeDays(TestServer server)
    {
        for (var day = 0; day < 3; day++)
        {
            await server.SignedIn(server.People.Grace);
            await server.SignedIn(server.People.Linus);
            server.Clock.Advance(TimeSpan.FromHours(5));
            await server.SignedIn(server.People.Ada);
            await server.Stranger().Post("/users/login/", new { email = server.People.Ada.Email, password = "not-the-one-at-all" });
            server.Clock.Advance(TimeSpan.FromHours(19));
        }

        var admin = await server.Browser(await server.AlsoAdmin(server.People.Barbara));
        await server.SumNow();
        await server.Change(async tx =>
        {
            await tx.Execute($"DELETE FROM trend_sums");
            await tx.Execute($"UPDATE trend_mark SET summed_through = 0");
        });
        return admin;
    }

    private static async Task<IReadOnlyList<string>> Charts(PageVisitor admin)
    {
        var charts = new List<string>();
        foreach (var span in Spans) charts.Add((await admin.Open($"{PagePaths.OperateActivity}?span={span}")).Text);
        return charts;
    }

    private static async Task<long> Through(TestServer server) =>
        await server.Number($"SELECT (summed_through - {new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)}) / 3600 FROM trend_mark");
}
