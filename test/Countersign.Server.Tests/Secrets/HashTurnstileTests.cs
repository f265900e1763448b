using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class HashTurnstileTests
{
    private static readonly TimeSpan Ages = TimeSpan.FromMinutes(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HashLane.SignIns, 4)]
    [InlineData(HashLane.Others, 2)]
    public async Task Never_more_run_at_once_than_there_are_places(HashLane lane, int places)
    {
        using var turnstile = new HashTurnstile(parallel: 4, queue: 50, Ages);
        using var crowd = new Crowd(turnstile);

        var all = Enumerable.Range(0, 50).Select(i => crowd.Send(Somebody(lane, i))).ToArray();
        await crowd.Inside(places);
        crowd.Open();
        await Task.WhenAll(all);

        Assert.Equal(places, crowd.Most);
    }

    [Fact]
    public async Task Whatever_else_is_hashed_sign_ins_have_places_of_their_own()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 8, Ages);
        using var crowd = new Crowd(turnstile);
        var others = Enumerable.Range(0, 9).Select(i => crowd.Send(Somebody(HashLane.Others, i))).ToArray();
        await crowd.Inside(1);
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(HashLane.Others, 99)));

        for (var i = 0; i < 20; i++) Assert.Equal(i, await turnstile.Run(Somebody(HashLane.SignIns, i), () => i, Stop));

        crowd.Open();
        await Task.WhenAll(others);
    }

    [Theory]
    [InlineData(HashLane.SignIns)]
    [InlineData(HashLane.Others)]
    public async Task An_account_has_one_place_in_a_lane_and_its_line_stands_in_nobodys_way(HashLane lane)
    {
        using var turnstile = new HashTurnstile(parallel: 8, queue: 3, Ages);
        using var crowd = new Crowd(turnstile);
        var greedy = Enumerable.Range(0, 4).Select(i => crowd.Send(new(lane, "greedy", $"192.0.2.{i}"))).ToArray();
        await crowd.Inside(1);

        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(new(lane, "greedy", "192.0.2.99")));
        for (var i = 10; i < 20; i++) Assert.Equal(i, await turnstile.Run(Somebody(lane, i), () => i, Stop));
        crowd.Open();
        await Task.WhenAll(greedy);

        Assert.Equal(1, crowd.Most);
    }

    [Fact]
    public async Task An_address_has_two_places_and_only_one_of_them_beside_sign_ins()
    {
        using var turnstile = new HashTurnstile(parallel: 8, queue: 50, Ages);
        using var crowd = new Crowd(turnstile);
        var others = Enumerable.Range(0, 10).Select(i => crowd.Send(new(HashLane.Others, $"other {i}", "192.0.2.7"))).ToArray();
        await crowd.Inside(1);
        var signIns = Enumerable.Range(0, 10).Select(i => crowd.Send(new(HashLane.SignIns, $"name {i}", "192.0.2.7"))).ToArray();
        await crowd.Inside(2);
        crowd.Open();
        await Task.WhenAll([.. others, .. signIns]);

        Assert.Equal(2, crowd.Most);
    }

    [Theory]
    [InlineData(HashLane.SignIns)]
    [InlineData(HashLane.Others)]
    public async Task Each_place_that_an_account_knows_has_a_line_of_its_own_as_long_as_any(HashLane lane)
    {
        using var turnstile = new HashTurnstile(parallel: 16, queue: 3, Ages);
        using var crowd = new Crowd(turnstile);
        var greedy = Enumerable.Range(0, 4).Select(i => crowd.Send(new(lane, "greedy", $"192.0.2.{i}"))).ToArray();
        await crowd.Inside(1);
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(new(lane, "greedy", "192.0.2.99")));

        for (var i = 10; i < 20; i++) Assert.Equal(i, await turnstile.Run(Known(lane, "greedy", i), () => i, Stop));
        var atHome = Enumerable.Range(0, 4).Select(i => crowd.Send(Browser(i))).ToArray();
        await crowd.Inside(2);
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Browser(4)));
        Assert.Equal(11, await turnstile.Run(Known(lane, "greedy", 11), () => 11, Stop));
        crowd.Open();
        await Task.WhenAll([.. greedy, .. atHome]);

        Assert.Equal(2, crowd.Most);

        // One browser, wherever it is.
        HashClaim Browser(int i) => new(lane, "greedy", $"198.51.100.{i}", Known: "browser:7");
    }

    [Theory]
    [InlineData(HashLane.SignIns, 2)]
    [InlineData(HashLane.Others, 1)]
    public async Task However_many_accounts_know_an_address_it_has_the_places_of_an_address(HashLane lane, int places)
    {
        using var turnstile = new HashTurnstile(parallel: 16, queue: 50, Ages);
        using var crowd = new Crowd(turnstile);
        var known = Enumerable.Range(0, 10).Select(i => crowd.Send(new(lane, $"name {i}", "192.0.2.7", Known: "192.0.2.7"))).ToArray();
        var others = Enumerable.Range(10, 10).Select(i => crowd.Send(new(lane, $"name {i}", "192.0.2.7"))).ToArray();
        await crowd.Inside(places);
        crowd.Open();
        await Task.WhenAll([.. known, .. others]);

        Assert.Equal(places, crowd.Most);
    }

    [Theory]
    [InlineData(HashLane.SignIns)]
    [InlineData(HashLane.Others)]
    public async Task Whoever_is_at_a_known_place_waits_for_those_who_run_and_not_for_the_queue_of_strangers(HashLane lane)
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 2, Ages);
        using var crowd = new Crowd(turnstile);
        var ran = new List<string>();
        var first = crowd.Send(Somebody(lane, 1));
        await crowd.Inside(1);
        var waiting = Enumerable.Range(2, 2).Select(i => Note(Somebody(lane, i), $"stranger {i}")).ToArray();
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(lane, 4)));

        var owner = Note(Known(lane, "owner", 5), "owner");
        crowd.Open();
        await Task.WhenAll([first, owner, .. waiting]);

        Assert.Equal(["owner", "stranger 2", "stranger 3"], ran);

        Task<int> Note(HashClaim claim, string who) => turnstile.Run(claim, () => { lock (ran) ran.Add(who); return 0; }, Stop);
    }

    [Fact]
    public async Task A_crowd_at_known_places_is_bounded_and_leaves_strangers_their_turn()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 2, Ages);
        using var crowd = new Crowd(turnstile);
        var known = Enumerable.Range(1, 3).Select(i => crowd.Send(Known(HashLane.SignIns, "owner", i))).ToArray();
        await crowd.Inside(1);
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Known(HashLane.SignIns, "owner", 4)));
        var strangers = Enumerable.Range(5, 3).Select(i => crowd.Send(Somebody(HashLane.SignIns, i))).ToArray();
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(HashLane.SignIns, 8)));
        crowd.Open();
        await Task.WhenAll([.. known, .. strangers]);

        Assert.Equal(1, crowd.Most);
    }

    [Theory]
    [InlineData(HashLane.SignIns, 4)]
    [InlineData(HashLane.Others, 2)]
    public async Task The_widest_network_that_one_may_be_given_has_places_for_two_customers(HashLane lane, int places)
    {
        using var turnstile = new HashTurnstile(parallel: 16, queue: 30, Ages);
        using var crowd = new Crowd(turnstile);
        var site = Enumerable.Range(0, 30).Select(i => crowd.Send(new(lane, $"name {i}", $"2001:db8:7:{i}00::/56", "2001:db8:7::/48"))).ToArray();
        await crowd.Inside(places);

        for (var i = 0; i < 20; i++) Assert.Equal(i, await turnstile.Run(Somebody(lane, i), () => i, Stop));
        crowd.Open();
        await Task.WhenAll(site);

        Assert.Equal(places, crowd.Most);
    }

    [Fact]
    public async Task A_turn_that_is_held_keeps_no_place_of_its_lane()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 0, TimeSpan.Zero);
        using var held = await turnstile.Enter(Somebody(HashLane.Others, 1), Stop);

        Assert.Equal(2, await turnstile.Run(Somebody(HashLane.Others, 2), () => 2, Stop));
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => turnstile.Run(Somebody(HashLane.Others, 1), () => 3, Stop));
        Assert.Equal(4, await held.Run(() => 4, Stop));
    }

    [Fact]
    public async Task One_more_than_the_queue_holds_is_refused_at_once_and_all_others_are_served()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 2, Ages);
        using var crowd = new Crowd(turnstile);
        var served = Enumerable.Range(0, 3).Select(i => crowd.Send(Somebody(HashLane.SignIns, i))).ToArray();
        await crowd.Inside(1);

        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(HashLane.SignIns, 99)));
        crowd.Open();

        await Task.WhenAll(served);
        Assert.Equal(4, await turnstile.Run(Somebody(HashLane.SignIns, 99), () => 4, Stop));
    }

    [Fact]
    public async Task Who_waited_too_long_is_refused_and_frees_its_place_in_the_queue()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 1, TimeSpan.Zero);
        using var crowd = new Crowd(turnstile);
        var first = crowd.Send(Somebody(HashLane.SignIns, 1));
        await crowd.Inside(1);

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(HashLane.SignIns, 2)));
            await Assert.ThrowsAsync<HashTurnstileBusyException>(() => crowd.Send(Somebody(HashLane.SignIns, 1)));
        }

        crowd.Open();
        await first;
        Assert.Equal(3, await turnstile.Run(Somebody(HashLane.SignIns, 1), () => 3, Stop));
    }

    [Fact]
    public async Task Who_gives_up_at_the_head_of_the_queue_lets_the_next_one_come()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 1, Ages);
        using var crowd = new Crowd(turnstile);
        using var impatience = new CancellationTokenSource();
        var owner = crowd.Send(Known(HashLane.SignIns, "owner", 1));
        await crowd.Inside(1);
        var waiting = turnstile.Run(Somebody(HashLane.SignIns, 2), () => 2, impatience.Token);
        var next = turnstile.Run(Somebody(HashLane.SignIns, 3), () => 3, Stop);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        crowd.Open();

        await owner;
        Assert.Equal(3, await next);
        Assert.Equal(4, await turnstile.Run(Somebody(HashLane.SignIns, 4), () => 4, Stop));
    }

    [Fact]
    public async Task Who_gives_up_waiting_frees_its_place_in_the_queue()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 1, Ages);
        using var crowd = new Crowd(turnstile);
        using var impatience = new CancellationTokenSource();
        var first = crowd.Send(Somebody(HashLane.SignIns, 1));
        await crowd.Inside(1);
        var waiting = turnstile.Run(Somebody(HashLane.SignIns, 2), () => 2, impatience.Token);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = turnstile.Run(Somebody(HashLane.SignIns, 2), () => 3, Stop);
        crowd.Open();

        await first;
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task Work_that_fails_frees_its_place()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 0, Ages);
        var somebody = Somebody(HashLane.Others, 1);

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(
                () => turnstile.Run<int>(somebody, () => throw new InvalidDataException("damaged"), Stop));
        }

        Assert.Equal(1, await turnstile.Run(somebody, () => 1, Stop));
    }

    private static HashClaim Somebody(HashLane lane, int i) => new(lane, $"person {i}", $"198.51.100.{i}");

    private static HashClaim Known(HashLane lane, string account, int i) =>
        new(lane, account, $"203.0.113.{i}", Known: $"203.0.113.{i}");

    /// <summary>Work that does not end before the door opens, and how many were at it at once.</summary>
    private sealed class Crowd(HashTurnstile turnstile) : IDisposable
    {
        private readonly ManualResetEventSlim door = new();
        private readonly SemaphoreSlim entered = new(0);
        private readonly Lock counting = new();
        private int now;
        private int seen;

        public int Most { get; private set; }

        public Task<int> Send(HashClaim claim) => turnstile.Run(claim, Work, Stop);

        public async Task Inside(int count)
        {
            for (; seen < count; seen++) await entered.WaitAsync(Stop);
        }

        public void Open() => door.Set();

        public void Dispose()
        {
            door.Dispose();
            entered.Dispose();
        }

        private int Work()
        {
            lock (counting) Most = Math.Max(Most, ++now);
            entered.Release();
            door.Wait(Stop);
            lock (counting) return --now;
        }
    }
}
