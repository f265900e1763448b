using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>
/// Two servers on one outbox and a gateway that does everything a gateway does wrong, in an order of chance: whatever it is, no code goes
/// out when it is over, none once more when it was acknowledged, and none is forgotten.
/// </summary>
public sealed class OutboxFaultTests
{
    private const int Messages = 30;

    private static readonly GatewayMood[] Moods =
    [
        GatewayMood.Take, GatewayMood.Take, GatewayMood.Refuse, GatewayMood.PutOff, GatewayMood.Fail, GatewayMood.TakeAndFail,
        GatewayMood.TakeAndBreak, GatewayMood.Redirect,
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_a_gateway_does_no_code_goes_out_again_once_it_was_acknowledged_or_when_it_is_over(int seed)
    {
        await using var world = await DeliveryWorld.Start();
        var chance = new Random(seed);
        world.Inbox.Sms.Feel([.. Enumerable.Range(0, 10 * Messages).Select(_ => Moods[chance.Next(Moods.Length)])]);

        var book = await SendAll(world, until: DeliveryWorld.CodeLife + TimeSpan.FromMinutes(1));

        Assert.All(book.Attempts, attempts => Hold(attempts.Value));
        foreach (var (id, attempts) in book.Attempts)
        {
            var state = (await world.Stored(id)).State;
            var isTaken = attempts.Any(attempt => attempt.Outcome!.Result is SendResult.Accepted);
            Assert.Equal(isTaken, state == "sent");
            if (attempts.Any(attempt => attempt.Outcome!.Result is SendResult.RefusedForGood)) Assert.Equal("refused", state);
        }

        Assert.Contains(book.Attempts.Values, attempts => attempts.Count > 1);
    }

    [Fact]
    public async Task A_gateway_that_is_down_for_an_hour_gets_none_of_the_codes_that_are_over()
    {
        await using var world = await DeliveryWorld.Start();
        world.Inbox.Sms.Feel([.. Enumerable.Repeat(GatewayMood.Fail, 100 * Messages)]);

        var book = await SendAll(world, until: TimeSpan.FromHours(1));

        Assert.All(book.Attempts, attempts => Hold(attempts.Value));
        Assert.All(book.Attempts, attempts => Assert.InRange(attempts.Value.Count, 1, 100));
        Assert.Empty(world.Inbox.All);
        foreach (var id in book.Attempts.Keys)
        {
            var row = await world.Stored(id);
            Assert.Contains(row.State, (string[])["expired", "unknown"]);
            Assert.Null(row.SealedBody);
        }
    }

    private static void Hold(List<Attempt> attempts)
    {
        var first = attempts[0].At;
        // One that is on its way at the last moment is told the time of a clock that has just gone on.
        Assert.All(attempts, attempt => Assert.True(attempt.At <= first + DeliveryWorld.CodeLife, "It went out when it was over."));
        var end = attempts.FindIndex(attempt => attempt.Outcome!.Result is SendResult.Accepted or SendResult.RefusedForGood);
        Assert.True(end < 0 || end == attempts.Count - 1, "It was offered again after a last word.");
        Assert.InRange(attempts.Count(attempt => attempt.Outcome!.Result is SendResult.Unknown), 0, 2);
    }

    // The clock goes on only while nobody is at a message: a server that is at one is never so slow that another one takes it for dead.
    private static async Task<AttemptBook> SendAll(DeliveryWorld world, TimeSpan until)
    {
        var book = new AttemptBook(world);
        var ids = new List<MessageId>();
        for (var n = 0; n < Messages; n++) ids.Add(await world.SmsCode());
        await world.Main.StartWorker(book.At(world.Sms()));
        await world.AddNode().StartWorker(book.At(world.Sms()));

        var end = world.Clock.GetUtcNow() + until;
        while (world.Clock.GetUtcNow() < end)
        {
            while (await Claimed(world) > 0 || ids.Exists(id => !book.Attempts.ContainsKey(id))) await Task.Delay(5, Ct);

            // Somebody may be about to take what is due: it has the time of that moment, however long the database takes.
            for (var n = 0; n < 100 && await Due(world) + await Claimed(world) > 0; n++) await Task.Delay(5, Ct);
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(5, Ct);
        }

        while (await Waiting(world) > 0)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, Ct);
        }

        return book;
    }

    private static Task<long> Claimed(DeliveryWorld world) => world.Main.Db.Read(sql => sql.Number(
        $"SELECT count(*) FROM outbox WHERE state = {OutboxState.Waiting} AND claimed_until > {world.Clock.GetUtcNow()}"), Ct);

    private static Task<long> Due(DeliveryWorld world) => world.Main.Db.Read(sql => sql.Number($"""
        SELECT count(*) FROM outbox WHERE state = {OutboxState.Waiting}
          AND next_attempt_at <= {world.Clock.GetUtcNow()} AND expires_at > {world.Clock.GetUtcNow()}
        """), Ct);

    private static Task<long> Waiting(DeliveryWorld world) =>
        world.Main.Db.Read(sql => sql.Number($"SELECT count(*) FROM outbox WHERE state = {OutboxState.Waiting}"), Ct);

    private sealed record Attempt(DateTimeOffset At)
    {
        public SendOutcome? Outcome { get; set; }
    }

    /// <summary>Writes down each time that a message is offered to the real gateway, and what came of it.</summary>
    private sealed class AttemptBook(DeliveryWorld world)
    {
        public ConcurrentDictionary<MessageId, List<Attempt>> Attempts { get; } = new();

        public IMessageSender At(IMessageSender real) => new Watched(this, real);

        private sealed class Watched(AttemptBook book, IMessageSender real) : IMessageSender
        {
            public Channel Channel => real.Channel;

            public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
            {
                var attempt = new Attempt(book.Now);
                var all = book.Attempts.GetOrAdd(message.Id, _ => []);
                lock (all) all.Add(attempt);
                return attempt.Outcome = await real.Send(message, ct);
            }
        }

        private DateTimeOffset Now => world.Clock.GetUtcNow();
    }
}
