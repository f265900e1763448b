using Countersign.Core;
using Countersign.Server.Recovery;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Verification;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Custody.WaitSteps;

namespace Countersign.Server.Tests.Custody;

/// <summary>
/// What keeps an account safe for a time lasts the whole time, and what keeps somebody waiting no longer, whatever the clock does.
/// </summary>
public sealed class WaitsOfPeopleTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_freeze_is_a_week_however_the_clock_jumps()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(await LinkOf(server, grace), PageVerbSteps.Here, Ct)).Given);
        var until = (await FrozenUntil(server, grace))!.Value;

        var before = await server.LastLook();
        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddDays(8));
        Assert.Equal(until.AddDays(8), await FrozenUntil(server, grace)); // No server has looked yet.
        await server.Db.Write(tx => SteadyClock.Look(tx, before, () => TimeSpan.Zero), Ct);
        Assert.Equal(until.AddDays(8), await FrozenUntil(server, grace));

        await server.TimeGoesBy(TimeSpan.FromDays(7));
        Assert.Null(await FrozenUntil(server, grace));
        await server.ClockJumps(TimeSpan.FromDays(30));
        Assert.Null(await FrozenUntil(server, grace));
    }

    [Fact]
    public async Task A_wait_that_an_objection_began_anew_lasts_its_whole_time_too()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnEmail(ada);
        await server.Change(tx => tx.Execute($"DELETE FROM backup_codes"));
        await MailWaitClockTests.Reset(server, ada.Email);
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(await LinkOf(server, ada), PageVerbSteps.Here, Ct)).Given);
        var until = await MailWaitsUntil(server, ada);

        await server.ClockJumps(TimeSpan.FromHours(72));

        Assert.Equal(until!.Value.AddHours(72), await MailWaitsUntil(server, ada));
    }

    [Fact]
    public async Task A_wrong_password_while_the_clock_was_ahead_keeps_nobody_waiting_once_it_is_right()
    {
        await using var server = await TestServer.Start();
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddDays(3));
        for (var n = 0; n < 6; n++)
            await server.Stranger().Post("/users/login/", new { email = server.People.Ada.Email, password = "not-this-one" });

        server.Clock.AdjustTime(right);

        (await server.Stranger().Password(server.People.Ada)).Ok();
    }

    [Fact]
    public async Task Wrong_codes_while_the_clock_was_ahead_lock_nobody_out_for_longer_than_wrong_ones_of_now()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var (right, locks) = (server.Clock.GetUtcNow(), server.Verb<LocksOfClockAhead>());
        await server.ClockJumps(right.AddYears(3) - right);
        for (var n = 0; n < 5; n++) await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() });
        var failures = string.Join(',', Enumerable.Repeat(right.AddYears(3).ToUnixTimeSeconds(), 20));
        await server.Change(tx => tx.Execute($"UPDATE budgets SET failures = {failures}"));

        await locks.Shorten(Ct); // Nobody has seen it go back yet.
        Assert.True((await AppOf(server, grace)).LockedUntil > right.AddYears(2));
        await server.ClockJumps(right - server.Clock.GetUtcNow());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => locks.Shorten(Ct)));

        Assert.Equal(right.AddMinutes(15), (await AppOf(server, grace)).LockedUntil);
        var budget = await server.Db.Read(async sql => await GuardStore.ReadBudget(sql, new(await server.IdOf(grace))), Ct);
        Assert.Equal(right.AddDays(1), budget.SpentUntil(right, new()));
        server.Clock.AdjustTime(right.AddDays(1));
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
    }

    [Fact]
    public async Task A_clock_that_is_wrong_at_a_start_ends_no_wait_in_the_hour_in_which_it_is_set_right_nor_afterwards()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "10h"));
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddHours(12));
        await server.Db.Write(SteadyClock.See, Ct); // A server begins.
        Assert.NotNull(await MailWaitsUntil(server, grace));

        await server.ClockJumps(right.AddMinutes(5) - server.Clock.GetUtcNow());
        await server.Db.Write(SteadyClock.See, Ct);

        // Five minutes in which nobody looked are not had.
        Assert.Equal(right.AddHours(10).AddMinutes(5), await MailWaitsUntil(server, grace));
        await server.ClockJumps(right.AddHours(30) - server.Clock.GetUtcNow());
        Assert.NotNull(await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task Servers_that_begin_with_a_clock_that_is_behind_and_then_right_take_nothing_off_a_wait()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.ClockJumps(TimeSpan.FromDays(-4));
        await MailWaitClockTests.Reset(server, grace.Email);
        await server.ClockJumps(TimeSpan.FromDays(4));
        await server.Change(SteadyClock.See);
        var until = await MailWaitsUntil(server, grace);
        Assert.Equal(server.Clock.GetUtcNow().AddHours(72), until);

        for (var n = 0; n < 8; n++)
        {
            server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(-15 + n));
            await server.Change(SteadyClock.See);
            server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(15 - n));
            await server.Change(SteadyClock.See);
            Assert.Equal(until, await MailWaitsUntil(server, grace));
        }
    }

    [Fact]
    public async Task A_clock_that_flaps_takes_nothing_off_a_wait()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.ClockJumps(TimeSpan.FromDays(-4));
        await MailWaitClockTests.Reset(server, grace.Email);
        await server.ClockJumps(TimeSpan.FromDays(4));
        var until = await MailWaitsUntil(server, grace);

        for (var n = 0; n < 20; n++)
        {
            await server.ClockJumps(TimeSpan.FromHours(n % 2 == 0 ? 15 : -15));
            await server.Change(SteadyClock.See);
        }

        Assert.Equal(until, await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task What_began_while_the_clock_was_ahead_lasts_no_longer_than_its_whole_time_from_when_it_was_set_right()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.ClockJumps(TimeSpan.FromDays(400));
        await MailWaitClockTests.Reset(server, grace.Email);
        var link = await LinkOf(server, grace);
        await server.ClockJumps(TimeSpan.FromDays(-400));
        Assert.Equal(server.Clock.GetUtcNow().AddHours(72), await MailWaitsUntil(server, grace));

        await server.ClockJumps(TimeSpan.FromDays(400));
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);
        await server.ClockJumps(TimeSpan.FromDays(-400));
        Assert.Equal(server.Clock.GetUtcNow().AddDays(7), await FrozenUntil(server, grace));
    }

    [Fact]
    public async Task A_jump_that_nobody_has_looked_at_ends_nothing()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "40m"));
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        var before = await server.LastLook();
        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddMinutes(45));
        Assert.Equal(server.Clock.GetUtcNow().AddMinutes(40), await MailWaitsUntil(server, grace));

        await server.Db.Write(tx => SteadyClock.Look(tx, before, () => TimeSpan.Zero), Ct);

        Assert.Equal(server.Clock.GetUtcNow().AddMinutes(40), await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task A_jump_that_a_server_which_begins_took_for_a_pause_is_one_all_the_same()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "10h"));
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        var until = await MailWaitsUntil(server, grace);
        var before = await server.LastLook();
        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(12));
        await server.Db.Write(SteadyClock.See, Ct); // Another server begins.

        await server.Db.Write(tx => SteadyClock.Look(tx, before, () => TimeSpan.Zero), Ct);
        await server.Db.Write(tx => SteadyClock.Look(tx, before, () => TimeSpan.Zero), Ct); // A third one saw it too.
        await server.TimeGoesBy(TimeSpan.FromHours(2));

        Assert.Equal(until!.Value.AddHours(12), await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task A_wait_that_is_over_never_begins_again()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await server.ClockJumps(TimeSpan.FromHours(80));
        await MailWaitClockTests.Reset(server, grace.Email);
        await server.ClockJumps(TimeSpan.FromHours(-80));
        await server.TimeGoesBy(TimeSpan.FromHours(71));
        Assert.NotNull(await MailWaitsUntil(server, grace));

        for (var hour = 0; hour < 20; hour++)
        {
            await server.TimeGoesBy(TimeSpan.FromHours(1.5));
            Assert.Null(await MailWaitsUntil(server, grace)); // The clock shows its beginning once more.
        }

        await server.ClockJumps(TimeSpan.FromHours(-40));
        Assert.Null(await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task What_begins_in_the_hour_after_a_night_without_servers_lasts_its_whole_time()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await server.TimeGoesBy(TimeSpan.FromHours(20));
        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(10));
        await server.Db.Write(SteadyClock.See, Ct); // A server begins.
        await server.TimeGoesBy(TimeSpan.FromMinutes(10));
        await MailWaitClockTests.Reset(server, grace.Email);
        var until = server.Clock.GetUtcNow().AddHours(72);

        await server.TimeGoesBy(TimeSpan.FromHours(2));
        Assert.Equal(until, await MailWaitsUntil(server, grace));
        await server.TimeGoesBy(TimeSpan.FromHours(69));
        Assert.Equal(until, await MailWaitsUntil(server, grace));
        await server.TimeGoesBy(TimeSpan.FromHours(2));
        Assert.Null(await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task Thousands_of_steps_to_and_fro_end_no_wait()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        await server.ClockJumps(TimeSpan.FromHours(80));
        await server.Change(async tx =>
        {
            for (var n = 0; n < 2100; n++) await ClockStore.Note(tx, TimeSpan.FromSeconds(n % 2 == 0 ? 45 : -45));
        });

        Assert.Equal(server.Clock.GetUtcNow().AddHours(72), await MailWaitsUntil(server, grace));
    }

    private static async Task<Guard> AppOf(TestServer server, TestPerson person)
    {
        var id = new AccountId(await server.IdOf(person));
        return (await server.Db.Read(sql => MethodStore.ListOf(sql, id), Ct)).Single().Guard;
    }
}
