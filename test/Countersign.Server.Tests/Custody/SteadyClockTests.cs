using Countersign.Core;
using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>What cannot be undone waits for a time that can be believed.</summary>
public sealed class SteadyClockTests
{
    private static readonly string[] Tables =
    [
        "accounts", "sessions", "audit_log", "remembered_browsers", "outbox", "account_marks", "challenges", "limits", "password_waits",
        "totp_setups", "add_grants", "program_grants", "pending_methods",
    ];

    [Theory]
    [InlineData(12)]
    [InlineData(80)]
    [InlineData(24 * 400)]
    [InlineData(-24 * 400)]
    public async Task A_wrong_clock_deletes_nothing_for_good(int hours)
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await server.SignedIn(server.People.Ada);
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await server.Db.WhenClosed();
        await Steadily(server, TimeSpan.FromDays(2));
        Assert.True(EmailAddress.TryParse(linus.Email, out var address));
        await server.AskForReset(address);
        await server.Stranger().Post("/users/login/", new { email = linus.Email, password = "not-the-one-at-all" });
        await server.AsksAnswered();
        await server.Db.WhenClosed();
        var before = await Counts(server);
        var right = server.Clock.GetUtcNow();

        server.Clock.AdjustTime(right.AddHours(hours));
        for (var tick = 0; tick < 3; tick++)
        {
            await Sweep(server);
            server.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(before, await Counts(server));
        server.Clock.AdjustTime(right.AddMinutes(2));
        await Sweep(server);
        Assert.Equal(before, await Counts(server));
        (await server.As(linus).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task What_is_due_is_done_once_the_time_went_by_steadily_for_a_day()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await Sweep(server);
        await server.TimeGoesBy(TimeSpan.FromHours(71));
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Sweep(server);
        var waits = await server.Db.Read(SteadyClock.HoldsUntil, Ct);
        Assert.Equal(server.Clock.GetUtcNow().AddDays(1), waits);

        await Steadily(server, TimeSpan.FromHours(23.5));
        (await server.As(linus).Get("/users/current/")).Ok();
        await Steadily(server, TimeSpan.FromHours(0.5));

        Assert.Null(await server.Db.Read(SteadyClock.HoldsUntil, Ct));
        Assert.NotEqual(200, (await server.As(linus).Get("/users/current/")).Status);
        Assert.Contains(server.Log.Lines, line => line.Contains($"until {waits:u} nothing is deleted for good", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(15)]
    public async Task A_server_that_is_off_for_hours_each_day_deletes_in_the_end(double hoursOff)
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(SteadyClock.See, Ct);

        var (free, off) = (new List<int>(), TimeSpan.FromHours(hoursOff));
        for (var day = 0; day < 4; day++)
        {
            await server.TimeGoesBy(TimeSpan.FromDays(1) - off);
            if (await server.Db.Read(SteadyClock.HoldsUntil, Ct) is null) free.Add(day);
            server.Clock.Advance(off);
            await server.Db.Write(SteadyClock.See, Ct);
        }

        Assert.Equal(hoursOff > 10 ? [2, 3] : [1, 2, 3], free);
    }

    [Theory]
    [InlineData(1.5, 1)]
    [InlineData(16, 1)]
    [InlineData(16.5, 24)]
    [InlineData(80, 24)]
    [InlineData(-2, 24)]
    public async Task A_clock_that_is_wrong_when_a_server_starts_has_time_to_be_set_right(double hours, int held)
    {
        await using var server = await TestServer.Start();
        await server.IsSteady();
        Assert.Null(await server.Db.Read(SteadyClock.HoldsUntil, Ct));

        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(hours));
        var until = server.Clock.GetUtcNow().AddHours(held);
        Assert.Equal(until, await server.Db.Read(SteadyClock.HoldsUntil, Ct));
        await server.Db.Write(SteadyClock.See, Ct);
        Assert.Equal(until, await server.Db.Read(SteadyClock.HoldsUntil, Ct));

        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(-hours).AddMinutes(1));
        await server.Db.Write(SteadyClock.See, Ct);
        Assert.Equal(server.Clock.GetUtcNow().AddDays(1), await server.Db.Read(SteadyClock.HoldsUntil, Ct));
    }

    [Fact]
    public async Task A_limit_counted_while_the_clock_was_ahead_is_over_when_it_is_set_right()
    {
        await using var server = await TestServer.Start();
        var limit = new Limit("test", new(1, TimeSpan.FromHours(1)));
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddDays(10));
        Assert.True(await server.Db.Write(tx => LimitStore.TryTake(tx, limit), Ct));
        Assert.False(await server.Db.Write(tx => LimitStore.TryTake(tx, limit), Ct));
        server.Clock.AdjustTime(right);

        Assert.Null(await server.Db.Read(sql => LimitStore.OpensAt(sql, limit), Ct));
        Assert.Equal(0, await server.Db.Read(sql => LimitStore.Hits(sql, limit), Ct));
        Assert.True(await server.Db.Write(tx => LimitStore.TryTake(tx, limit), Ct));
        Assert.False(await server.Db.Write(tx => LimitStore.TryTake(tx, limit), Ct));
        Assert.Equal(right.AddHours(1), await server.Db.Read(sql => LimitStore.OpensAt(sql, limit), Ct));
    }

    // A server that looks at the clock twice an hour, for so long.
    private static async Task Steadily(TestServer server, TimeSpan time)
    {
        await server.TimeGoesBy(time);
        await Sweep(server);
    }

    private static async Task Sweep(TestServer server)
    {
        foreach (var sweep in server.Services.GetRequiredService<IReadOnlyList<Sweep>>()) await sweep.Run(server.Clock.GetUtcNow(), Ct);
    }

    private static async Task<string> Counts(TestServer server)
    {
        var counts = new List<string>();
        foreach (var table in Tables)
            counts.Add($"{table} {await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM {SqlPart.Of(table)}"), Ct)}");
        return string.Join(", ", counts);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
