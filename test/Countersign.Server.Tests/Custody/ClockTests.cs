using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>A clock that was wrong: it is noticed, said truly, and its harm can be undone.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(-3600, 1)]
    [InlineData(31, 1)]
    [InlineData(30, 0)]
    [InlineData(-30, 0)]
    public async Task A_jump_of_more_than_half_a_minute_is_logged_and_shown(int seconds, int jumps)
    {
        await office.Run("key", "status");
        using var log = new LogKeeper();
        var clock = new TwoClocks { Now = office.Clock.GetUtcNow() };
        await using (var db = office.OpenDb(clock))
        {
            var watch = new ClockWatch(db, clock, log.For<ClockWatch>());
            await watch.Look(Ct);
            clock.Pass(TimeSpan.FromHours(2));
            await watch.Look(Ct); // A time in which nobody looked.
            clock.Pass(TimeSpan.FromSeconds(30));
            clock.Now += TimeSpan.FromSeconds(seconds);
            await watch.Look(Ct);
            clock.Pass(TimeSpan.FromSeconds(30));
            await watch.Look(Ct);

            Assert.Equal(jumps, (await db.Read(sql => ClockStore.Since(sql, office.Clock.GetUtcNow()), Ct)).Count);
            Assert.Equal(jumps, log.Lines.Count(line => line.Contains("nothing is deleted for good", StringComparison.Ordinal)) - 1);
            if (jumps > 0) Assert.Equal(clock.Now.AddDays(1).AddSeconds(-30), await db.Read(SteadyClock.HoldsUntil, Ct));
        }

        office.Clock.AdjustTime(clock.GetUtcNow());
        Assert.Equal(jumps, log.Lines.Count(line => line.Contains($"jumped by {seconds} seconds", StringComparison.Ordinal)));
        var doctor = await office.Run("doctor");
        Assert.Contains(
            jumps == 0 ? "OK    clock: " : $"WARN  clock: it jumped 1 times in 30 days, last by {seconds:+0;-0} seconds", doctor.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task A_jump_that_two_servers_see_is_noted_once(int hours)
    {
        await office.Run("key", "status");
        var clock = new TwoClocks { Now = office.Clock.GetUtcNow() };
        await using var db = office.OpenDb(clock);
        ClockWatch[] watches = [new(db, clock, NullLogger<ClockWatch>.Instance), new(db, clock, NullLogger<ClockWatch>.Instance)];
        foreach (var watch in watches) await watch.Look(Ct);

        clock.Pass(TimeSpan.FromSeconds(30));
        clock.Now += TimeSpan.FromHours(hours);
        foreach (var watch in watches) await watch.Look(Ct);

        Assert.Equal(hours * 3600, Assert.Single(await db.Read(sql => ClockStore.Since(sql, DateTimeOffset.UnixEpoch), Ct)).Seconds);
    }

    [Fact]
    public async Task Of_a_jump_that_was_undone_but_for_a_little_a_server_that_saw_neither_tells_no_more_than_is_left()
    {
        await office.Run("key", "status");
        var clock = new TwoClocks { Now = office.Clock.GetUtcNow() };
        await using var db = office.OpenDb(clock);
        ClockWatch[] watches = [new(db, clock, NullLogger<ClockWatch>.Instance), new(db, clock, NullLogger<ClockWatch>.Instance)];
        foreach (var watch in watches) await watch.Look(Ct);

        clock.Pass(TimeSpan.FromSeconds(10));
        clock.Now += TimeSpan.FromHours(80);
        await watches[0].Look(Ct);
        clock.Pass(TimeSpan.FromSeconds(20));
        clock.Now += TimeSpan.FromSeconds(40) - TimeSpan.FromHours(80);
        await watches[1].Look(Ct);
        await watches[0].Look(Ct);

        var jumps = await db.Read(sql => ClockStore.Since(sql, DateTimeOffset.UnixEpoch), Ct);
        Assert.Equal([(-80 * 3600) + 40, 80 * 3600], jumps.Select(jump => (int)jump.Seconds));
    }

    [Fact]
    public async Task A_machine_that_slept_while_another_server_looked_is_no_jump()
    {
        await office.Run("key", "status");
        var (clock, awake) = (new TwoClocks { Now = office.Clock.GetUtcNow() }, new TwoClocks { Now = office.Clock.GetUtcNow() });
        await using var db = office.OpenDb(clock);
        var (slept, other) = (new ClockWatch(db, clock, NullLogger<ClockWatch>.Instance), office.OpenDb(awake));
        await slept.Look(Ct);
        await using (other)
        {
            var watch = new ClockWatch(other, awake, NullLogger<ClockWatch>.Instance);
            for (var n = 0; n < 10; n++)
            {
                awake.Pass(TimeSpan.FromMinutes(30));
                await watch.Look(Ct);
            }
        }

        clock.Now += TimeSpan.FromHours(5);
        await slept.Look(Ct);

        Assert.Empty(await db.Read(sql => ClockStore.Since(sql, DateTimeOffset.UnixEpoch), Ct));
    }

    [Fact]
    public async Task Of_a_clock_that_jumps_all_the_time_few_jumps_are_kept()
    {
        await office.Run("key", "status");
        await using var db = office.OpenDb();
        await db.Write(async tx =>
        {
            for (var i = 0; i < 1030; i++) await ClockStore.Note(tx, TimeSpan.FromSeconds(40 + i));
        }, Ct);

        var kept = await db.Read(sql => ClockStore.Since(sql, office.Clock.GetUtcNow()), Ct);

        Assert.Equal((1000, 1069), (kept.Count, kept[0].Seconds));
    }

    [Fact]
    public async Task Codes_refused_after_a_clock_was_ahead_are_said_to_be_so_and_taken_after_the_operator_s_word()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddHours(5));
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
        server.Clock.AdjustTime(right.AddMinutes(2));

        var refused = await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() });
        Assert.Equal((400, "2fa_verification_failed"), (refused.Status, refused.Error));
        Assert.Contains("before the clock was set back", refused.Msg, StringComparison.Ordinal);
        Assert.Equal(0, refused["fail_count"].GetInt32());
        Assert.Equal(1, await server.AuditedOf(grace, "authn_login_fail", "passed_code"));

        await server.Change(async tx => await MethodStore.SetStepsBack(
            tx, new(await tx.Number($"SELECT id FROM accounts WHERE username = {grace.Name}")), Core.Totp.StepAt(tx.Now) + 1));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
        Assert.Contains(
            "already used", (await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() })).Msg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlock_sets_steps_of_the_future_back_only_when_the_operator_says_that_the_clock_was_wrong()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        var next = Core.Totp.StepAt(office.Clock.GetUtcNow()) + 1;
        await using (var db = office.OpenDb())
            await db.Write(tx => tx.Execute($"UPDATE methods SET last_step = {next + 1000} WHERE kind = 'totp'"), Ct);

        await office.Run("account", "unlock", "ada");
        Assert.Equal(next + 1000, await LastStep());

        var told = await office.Run("account", "unlock", "ada", "--clock");
        Assert.Contains("in about a minute", told.Output, StringComparison.Ordinal);
        Assert.Equal(next, await LastStep());
        Assert.Contains("the clock was ahead", (await office.Run("audit", "export")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_sent_again_after_the_clock_was_ahead_at_the_last_one()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right.AddHours(5));
        (await server.As(linus).Post("/tfa/sms/", new { })).Ok();
        server.Clock.AdjustTime(right.AddMinutes(2));

        (await server.As(linus).Post("/tfa/sms/", new { })).Ok();
    }

    [Fact]
    public async Task A_jump_is_shown_by_doctor_while_entries_of_the_wrong_time_are_there()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        var right = office.Clock.GetUtcNow();
        office.Clock.AdjustTime(right.AddHours(5));
        await office.Run("account", "unlock", "ada");
        office.Clock.AdjustTime(right);
        await using (var db = office.OpenDb()) await db.Write(tx => ClockStore.Note(tx, TimeSpan.FromHours(-5)), Ct);

        var doctor = (await office.Run("doctor")).Output;
        Assert.Contains("it jumped 1 times", doctor, StringComparison.Ordinal);
        Assert.Contains("FAIL  clock: it says", doctor, StringComparison.Ordinal);
        Assert.Contains("If it is right now, it was ahead when that was written", doctor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_went_ahead_and_was_set_back_is_right_to_doctor()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        var right = office.Clock.GetUtcNow();
        await Jumps(5);
        office.Clock.AdjustTime(right.AddHours(5));
        await office.Run("account", "unlock", "ada");
        office.Clock.AdjustTime(right);
        await Jumps(-5);

        Assert.Contains("WARN  clock: it was ahead until it was set back", (await office.Run("doctor")).Output, StringComparison.Ordinal);

        async Task Jumps(int hours)
        {
            await using var db = office.OpenDb();
            await db.Write(tx => ClockStore.Note(tx, TimeSpan.FromHours(hours)), Ct);
        }
    }

    private async Task<long> LastStep()
    {
        await using var db = office.OpenDb();
        return await db.Read(sql => sql.Number($"SELECT last_step FROM methods WHERE kind = 'totp'"), Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A time of day that jumps alone, beside a clock that only counts: the one of the other tests moves both.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private long count;

        public DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => count;

        public void Pass(TimeSpan time)
        {
            count += time.Ticks;
            Now += time;
        }
    }
}
