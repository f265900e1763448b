using Countersign.Server.Accounts;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>An account that is to be deleted, while the clock is wrong.</summary>
public sealed class DeletionClockTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_asked_for_while_the_clock_was_behind_waits_its_whole_time_once_it_is_right()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var right = server.Clock.GetUtcNow();
        await Jump(server, -80);
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await DeletionStories.CarryOut(server);

        await Jump(server, 80);
        await DeletionStories.CarryOut(server);

        await server.NextNotice(linus, "still going to be deleted");
        await server.AllSent();
        await DeletionStories.CarryOut(server);
        var due = (await server.As(linus).Get("/users/current/deletion/")).Ok()["delete_at"].GetInt64();
        Assert.InRange(due, (right + Delay).ToUnixTimeSeconds(), (right + Delay).AddMinutes(2).ToUnixTimeSeconds());

        server.Clock.Advance(Delay - TimeSpan.FromMinutes(1));
        await DeletionStories.CarryOut(server);
        (await server.As(linus).Get("/users/current/")).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(3));
        await DeletionStories.CarryOut(server);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = {linus.Name}"));
    }

    [Fact]
    public async Task One_that_waits_goes_in_time_after_a_clock_that_was_ahead_for_a_minute()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await DeletionStories.CarryOut(server);

        await Jump(server, 80);
        await Jump(server, -80);
        server.Clock.Advance(Delay);
        await DeletionStories.CarryOut(server);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = {linus.Name}"));
    }

    [Fact]
    public async Task One_asked_for_while_the_clock_was_ahead_does_not_wait_until_it_is_there_again()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await Jump(server, 480);
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await server.AllSent();
        await server.Verb<CarryOutDeletions>().Run(Ct);
        await Jump(server, -480);

        await server.Verb<CarryOutDeletions>().Run(Ct);
        await server.TimeGoesBy(Delay - TimeSpan.FromHours(1));
        await server.Verb<CarryOutDeletions>().Run(Ct);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = {linus.Name}"));
        await server.TimeGoesBy(TimeSpan.FromHours(2));
        await server.Verb<CarryOutDeletions>().Run(Ct);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = {linus.Name}"));
    }

    [Fact]
    public async Task Days_in_which_no_server_ran_are_not_taken_off_the_time_to_call_it_off()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        (await DeletionStories.Ask(server, await server.LoggedIn(linus), linus)).Ok();
        await DeletionStories.CarryOut(server);

        server.Clock.Advance(TimeSpan.FromDays(10));
        await server.Change(SteadyClock.See);
        await server.TimeGoesBy(TimeSpan.FromDays(1));
        await server.Verb<CarryOutDeletions>().Run(Ct);
        await server.NextNotice(linus, "still going to be deleted");
        await server.AllSent();
        await server.Verb<CarryOutDeletions>().Run(Ct); // As the sweep does every minute: it sees that the notice has left.

        await server.TimeGoesBy(TimeSpan.FromDays(2));
        await server.Verb<CarryOutDeletions>().Run(Ct);
        (await server.As(linus).Get("/users/current/")).Ok();
        await server.TimeGoesBy(TimeSpan.FromDays(1.5));
        await server.Verb<CarryOutDeletions>().Run(Ct);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = {linus.Name}"));
    }

    // As the watch notes it, which goes by a clock that only counts: the one of the tests moves both.
    private static Task Jump(TestServer server, int hours) => server.ClockJumps(TimeSpan.FromHours(hours));
}
