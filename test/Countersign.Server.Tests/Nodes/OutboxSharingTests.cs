using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Delivery;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>The workers of two nodes over one outbox: each message leaves once, and no worker waits for the other.</summary>
public sealed class OutboxSharingTests : IAsyncLifetime
{
    private const int OneLane = 8;

    private DeliveryWorld world = null!;
    private DeliveryWorld.Node other = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        world = await DeliveryWorld.Start();
        other = world.AddNode();
    }

    public ValueTask DisposeAsync() => world is null ? ValueTask.CompletedTask : world.DisposeAsync();

    [Fact]
    public async Task Two_workers_share_the_work_and_send_nothing_twice()
    {
        var ids = new List<MessageId>();
        for (var n = 0; n < 2 * OneLane; n++) ids.Add(await world.SmsCode());
        var (one, two) = (new GatedSender(OneLane), new GatedSender(OneLane));

        await world.Main.StartWorker(one);
        await other.StartWorker(two);
        await Task.WhenAll(one.Full, two.Full).WaitAsync(Ct);
        one.Open();
        two.Open();
        await world.Main.StopWorker();
        await other.StopWorker();

        Assert.Equal((OneLane, OneLane), (one.Sent.Count, two.Sent.Count));
        Assert.Equal(ids.Select(id => id.Value).Order(), one.Sent.Concat(two.Sent).Select(id => id.Value).Order());
    }

    [Fact]
    public async Task What_one_node_is_taking_the_other_neither_takes_nor_waits_for()
    {
        for (var n = 0; n < 3; n++) await world.SmsCode();

        await world.Main.Db.Write(async tx =>
        {
            var taken = Assert.Single(await OutboxStore.Claim(tx, Channel.Sms, 1, tx.Now.AddMinutes(1)));
            var left = await other.Book.Take(Channel.Sms, 10).WaitAsync(TimeSpan.FromSeconds(4), Ct);
            Assert.Equal(2, left.Count);
            Assert.DoesNotContain(taken.Id, left.Select(row => row.Id));
        }, Ct);
    }

    [Fact]
    public async Task A_commit_on_one_node_wakes_the_worker_of_the_other_whose_result_is_told_here()
    {
        var ears = await Listen();
        await other.StartWorker();

        // The clock stands still: no worker looks by itself, and nobody's patience ends.
        var id = await world.SmsCode("493021");

        Assert.Equal(DeliveryResult.Sent, await world.Main.Outbox.FirstAttempt(id, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct));
        Assert.Equal("493021", Assert.Single(world.Inbox.All).Code);
        await ears.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_on_the_other_node_is_told_here_as_a_refusal()
    {
        world.Inbox.Sms.Feel(GatewayMood.Refuse);
        var ears = await Listen();
        await other.StartWorker();

        var id = await world.SmsCode();

        Assert.Equal(DeliveryResult.Refused, await world.Main.Outbox.FirstAttempt(id, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct));
        await ears.DisposeAsync();
    }

    [Fact]
    public async Task An_ear_that_breaks_is_made_anew_and_says_that_it_may_have_missed_something()
    {
        var heard = new ConcurrentQueue<string?>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var listening = world.Main.Db.Listen(heard.Enqueue, stop.Token);
        await Until(() => heard.Contains(null));

        heard.Clear();
        await other.Db.Read(sql => sql.Number($"""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'
            """), Ct);
        await Until(() => heard.Contains(null));
        await other.Db.Write(tx => tx.Call("again"), Ct);
        await Until(() => heard.Contains("again"));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task Nothing_is_called_by_a_transaction_that_is_undone()
    {
        var heard = new ConcurrentQueue<string?>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var listening = world.Main.Db.Listen(heard.Enqueue, stop.Token);
        await Until(() => heard.Contains(null));

        await other.Db.Write(async tx =>
        {
            await tx.Call("undone");
            tx.Undo();
        }, Ct);
        await other.Db.Write(tx => tx.Call("done"), Ct);
        await Until(() => heard.Contains("done"));

        Assert.DoesNotContain("undone", heard);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Fact]
    public async Task What_one_node_does_alone_no_other_does_meanwhile()
    {
        var done = new List<string>();
        await world.Main.Db.Alone("sums", async () =>
        {
            done.Add("one");
            await other.Db.Alone("sums", () => Note(done, "two at once"), Ct);
            await other.Db.Alone("something else", () => Note(done, "else"), Ct);
        }, Ct);
        await other.Db.Alone("sums", () => Note(done, "two afterwards"), Ct);

        Assert.Equal(["one", "else", "two afterwards"], done);
    }

    [Fact]
    public async Task Whoever_breaks_in_the_middle_of_it_holds_nobody_up()
    {
        var done = new List<string>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Main.Db.Alone(
            "sums", () => throw new InvalidOperationException("It breaks."), Ct));

        await other.Db.Alone("sums", () => Note(done, "two"), Ct);

        Assert.Equal(["two"], done);
    }

    private async Task<Ears> Listen()
    {
        var ears = new Ears();
        await Task.WhenAll(ears.Open(world.Main), ears.Open(other));
        return ears;
    }

    private static Task Note(List<string> done, string what)
    {
        done.Add(what);
        return Task.CompletedTask;
    }

    private static async Task Until(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(20, Ct);
    }

    /// <summary>The ears of some nodes, which hear from now on.</summary>
    private sealed class Ears : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly ConcurrentBag<Task> listening = [];

        public Task Open(DeliveryWorld.Node node)
        {
            var calls = new OutboxCalls(node.Db, node.Signal);
            var hears = new TaskCompletionSource();
            listening.Add(node.Db.Listen(call =>
            {
                calls.Hear(call);
                hears.TrySetResult();
            }, stop.Token));
            return hears.Task.WaitAsync(Ct);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            foreach (var ear in listening) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ear);
            stop.Dispose();
        }
    }

    /// <summary>Holds what it is given until it is told to let go.</summary>
    private sealed class GatedSender(int full) : IMessageSender
    {
        private readonly TaskCompletionSource isFull = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel Channel => Channel.Sms;

        public ConcurrentQueue<MessageId> Sent { get; } = new();

        public Task Full => isFull.Task;

        public void Open() => gate.SetResult();

        public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
        {
            Sent.Enqueue(message.Id);
            if (Sent.Count == full) isFull.TrySetResult();
            await gate.Task;
            return SendOutcome.Accepted;
        }
    }
}
