using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>Several servers, dead servers, ailing databases.</summary>
public sealed class OutboxCrashTests : IAsyncLifetime
{
    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Two_servers_on_one_database_send_each_message_once()
    {
        var other = world.AddNode();
        await world.Main.StartWorker();
        await other.StartWorker();
        var ids = new List<MessageId>();
        for (var messages = 0; messages < 40; messages++) ids.Add(await world.SmsCode());

        var results = ids.Select(id => world.Main.Outbox.FirstAttempt(id, Ct)).ToList();
        other.Signal.Wake();
        for (var messages = 0; messages < ids.Count; messages++) await world.Inbox.Next(DeliveryWorld.LinusNumber, Ct);
        await world.Main.StopWorker();
        await other.StopWorker();
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await Task.WhenAll(results);

        Assert.Equal(ids.Select(id => id.Value).Order(), world.Inbox.All.Select(message => message.Id).Order());
        foreach (var id in ids) Assert.Equal("sent", (await world.Stored(id)).State);
    }

    [Fact]
    public async Task Of_two_servers_that_take_at_once_one_gets_the_message()
    {
        var other = world.AddNode();
        for (var messages = 0; messages < 20; messages++) await world.SmsCode();

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(at => Task.Run(() => (at % 2 == 0 ? world.Main : other).Book.Take(Channel.Sms, 20))));

        Assert.Equal(20, taken.SelectMany(rows => rows).Select(row => row.Id).Distinct().Count());
        Assert.Equal(20, taken.Sum(rows => rows.Count));
    }

    [Fact]
    public async Task What_a_dead_server_had_taken_is_sent_under_the_same_id_when_its_claim_lapses()
    {
        var id = await world.SmsCode();
        var row = Assert.Single(await world.Main.Book.Take(Channel.Sms, 1));
        Assert.Equal(id, row.MessageId);

        var other = world.AddNode();
        await other.StartWorker();
        world.Clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(("waiting", 1L), ((await world.Stored(id)).State, (await world.Stored(id)).Attempts));

        Assert.Equal(DeliveryResult.Sent, await other.AttemptAfter(id, TimeSpan.FromSeconds(2)));
        Assert.Equal(id.Value, Assert.Single(world.Inbox.All).Id);
    }

    [Fact]
    public async Task A_server_that_comes_back_too_late_changes_nothing_but_that_it_was_sent()
    {
        var id = await world.SmsCode();
        var slow = Assert.Single(await world.Main.Book.Take(Channel.Sms, 1));
        world.Clock.Advance(TimeSpan.FromSeconds(46));
        var quick = Assert.Single(await world.Main.Book.Take(Channel.Sms, 1));

        await world.Main.Book.Settle(slow, SendOutcome.RefusedForGood("too late"));
        Assert.Equal("waiting", (await world.Stored(id)).State);
        await world.Main.Book.Settle(slow, SendOutcome.Accepted);
        Assert.Equal("sent", (await world.Stored(id)).State);
        await world.Main.Book.Settle(quick, SendOutcome.FailedForNow("again"));
        Assert.Equal("sent", (await world.Stored(id)).State);
    }

    [Fact]
    public async Task What_was_acknowledged_and_could_not_be_marked_is_marked_later_and_not_sent_again()
    {
        var sender = new CountingSender();
        var id = await world.SmsCode();
        await world.Main.Db.Write(tx => TestSql.Break(tx, "UPDATE OF done_at ON outbox"), Ct);

        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAtStart(id, sender));
        Assert.Equal("waiting", (await world.Stored(id)).State);

        await world.Main.Db.Write(tx => TestSql.Mend(tx, "outbox"), Ct);
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(46)));
        Assert.Equal("sent", (await world.Stored(id)).State);
        Assert.Equal([id], sender.Sent);
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_while_does_not_end_the_worker()
    {
        await world.Main.Db.Write(tx => tx.Execute($"ALTER TABLE outbox RENAME TO elsewhere"), Ct);
        var isMet = new TaskCompletionSource();
        world.Main.Db.State.Failing = _ => isMet.TrySetResult();
        await world.Main.StartWorker();
        await isMet.Task.WaitAsync(Ct);
        await world.Main.Db.Write(tx => tx.Execute($"ALTER TABLE elsewhere RENAME TO outbox"), Ct);

        Assert.Equal(DeliveryResult.Sent, await world.Main.Outbox.FirstAttempt(await world.SmsCode(), Ct));
    }

    [Fact]
    public async Task A_sender_that_breaks_does_not_end_the_worker()
    {
        var sender = new CountingSender { Breaks = true };
        await world.Main.StartWorker(sender);
        var id = await world.SmsCode("777123");

        Assert.Equal(DeliveryResult.Waiting, await world.Main.Outbox.FirstAttempt(id, Ct));
        sender.Breaks = false;
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("777123", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_stops_finishes_what_is_under_way()
    {
        var sender = new CountingSender { Hold = new() };
        await world.Main.StartWorker(sender);
        var id = await world.SmsCode();
        var first = world.Main.Outbox.FirstAttempt(id, Ct);
        await sender.Began.Task.WaitAsync(Ct);

        var stopping = world.Main.StopWorker();
        Assert.False(stopping.IsCompleted);
        sender.Hold.SetResult();
        await stopping;

        Assert.Equal(DeliveryResult.Sent, await first);
        Assert.Equal("sent", (await world.Stored(id)).State);
    }

    [Fact]
    public async Task A_text_that_was_moved_to_another_row_is_not_sent()
    {
        var id = await world.SmsCode("111111");
        var victim = await world.SmsCode("222222");
        await world.Main.Db.Write(tx => tx.Execute($"""
            UPDATE outbox SET sealed_body = (SELECT sealed_body FROM outbox WHERE message_id = {id.Value}) WHERE message_id = {victim.Value}
            """), Ct);
        await world.Main.StartWorker();

        Assert.Equal(DeliveryResult.OurFault, await world.Main.Outbox.FirstAttempt(victim, Ct));
    }

    private sealed class CountingSender : IMessageSender
    {
        public Channel Channel => Channel.Sms;

        public ConcurrentQueue<MessageId> Sent { get; } = new();

        public bool Breaks { get; set; }

        public TaskCompletionSource? Hold { get; init; }

        public TaskCompletionSource Began { get; } = new();

        public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
        {
            Began.TrySetResult();
            if (Hold is not null) await Hold.Task;
            if (Breaks) throw new NotSupportedException($"No way: {message.Message.Text}");
            Sent.Enqueue(message.Id);
            return SendOutcome.Accepted;
        }
    }
}
