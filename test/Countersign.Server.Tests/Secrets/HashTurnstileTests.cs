using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class HashTurnstileTests
{
    private static readonly TimeSpan Ages = TimeSpan.FromMinutes(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Never_more_run_at_once_than_there_are_places()
    {
        using var turnstile = new HashTurnstile(parallel: 2, queue: 50, Ages);
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => turnstile.Run(() =>
        {
            var inside = Interlocked.Increment(ref now);
            InterlockedMax(ref most, inside);
            Thread.Yield();
            return Interlocked.Decrement(ref now);
        }, Stop)));

        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task One_more_than_the_queue_holds_is_refused_at_once_and_all_others_are_served()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 2, Ages);
        using var door = new ManualResetEventSlim();
        var served = Enumerable.Range(0, 3).Select(i => turnstile.Run(() => { door.Wait(Stop); return i; }, Stop)).ToArray();

        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => turnstile.Run(() => 99, Stop));
        door.Set();

        var answers = await Task.WhenAll(served);
        Assert.Equal([0, 1, 2], answers);
        Assert.Equal(4, await turnstile.Run(() => 4, Stop));
    }

    [Fact]
    public async Task Who_waited_too_long_is_refused_and_frees_its_place_in_the_queue()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 1, TimeSpan.Zero);
        using var door = new ManualResetEventSlim();
        var first = turnstile.Run(() => { door.Wait(Stop); return 1; }, Stop);

        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<HashTurnstileBusyException>(() => turnstile.Run(() => 2, Stop));
        door.Set();

        Assert.Equal(1, await first);
        Assert.Equal(3, await turnstile.Run(() => 3, Stop));
    }

    [Fact]
    public async Task Who_gives_up_waiting_frees_its_place_in_the_queue()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 1, Ages);
        using var door = new ManualResetEventSlim();
        using var impatience = new CancellationTokenSource();
        var first = turnstile.Run(() => { door.Wait(Stop); return 1; }, Stop);
        var waiting = turnstile.Run(() => 2, impatience.Token);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = turnstile.Run(() => 3, Stop);
        door.Set();

        Assert.Equal(1, await first);
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task Work_that_fails_frees_its_place()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 0, Ages);

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<InvalidDataException>(() => turnstile.Run<int>(() => throw new InvalidDataException("damaged"), Stop));

        Assert.Equal(1, await turnstile.Run(() => 1, Stop));
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var old = Volatile.Read(ref most); seen > old; old = Volatile.Read(ref most))
            if (Interlocked.CompareExchange(ref most, seen, old) == old) return;
    }
}
