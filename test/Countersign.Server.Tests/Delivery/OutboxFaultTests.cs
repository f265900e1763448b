using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Delivery.Gateways;
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

    private static readonly int[] Answers = [201, 201, 500, 500, 0, 503, 429, 400];

    private static readonly int[] Failures = [201, 500, 0, 500, 503, 429, 401, 500, 0];

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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Of_a_gateway_that_knows_no_message_again_no_more_texts_leave_than_were_paid_for(int seed)
    {
        await using var world = await DeliveryWorld.Start();
        world.Limits = world.Limits with
        {
            SmsInAll = new(10, TimeSpan.FromDays(1)),
            SmsPerPrefix = new(1000, TimeSpan.FromHours(1)),
            SmsPerNumberLong = new(1000, TimeSpan.FromDays(1)),
        };
        var (chance, left) = (new Random(seed), new ConcurrentDictionary<string, int>());
        await using var host = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        host.Mood = request =>
        {
            int status;
            lock (chance) status = Answers[chance.Next(Answers.Length)];
            if (status is 0 or 201 or 500) left.AddOrUpdate(request.Form["StatusCallback"], 1, (_, before) => before + 1);
            return status;
        };
        var gateway = GatewayTexts.Read<TwilioGateway>($"twilio://AC1:s3cret@%2B15005550006?api={host.Address}");
        using var twilio = new TwilioSmsSender(
            gateway, new(new("https://login.example.org"), new("a secret for the reports"), 1), TimeProvider.System);
        var settings = new SmsSettings().With(1, gateway);

        await SendAll(world, until: DeliveryWorld.CodeLife + TimeSpan.FromMinutes(1), node => new RoutedSmsSender(
            new Dictionary<int, ISmsGateway> { [1] = twilio }, settings, new(world.Clock),
            new RouteNotes(node.Db, new(world.Limits), settings).Desk, world.Clock));

        var paid = await world.Main.Db.Read(
            sql => sql.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {"sms-all"}"), Ct);
        Assert.InRange(paid, 1, 10);
        Assert.All(left.Values, texts => Assert.InRange(texts, 1, 2));
        Assert.InRange(left.Values.Sum(texts => texts - 1), 1, paid);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_budget_holds_what_may_have_left_and_nothing_else(int seed)
    {
        await using var world = await DeliveryWorld.Start();
        world.Limits = world.Limits with
        {
            SmsPerPrefix = new(1, TimeSpan.FromHours(1)),
            SmsPerNumberLong = new(1000, TimeSpan.FromDays(1)),
            CallsInAll = new(1000, TimeSpan.FromDays(1)),
        };
        var (chance, left) = (new Random(seed), new ConcurrentQueue<(string Message, bool IsCall)>());
        await using var one = await GatewayHost.Start(201, """{"sid":"SM1"}""");
        await using var two = await GatewayHost.Start(201, """{"sid":"SM2"}""");
        await using var caller = await GatewayHost.Start(201, """{"sid":"CA1"}""");
        foreach (var host in (GatewayHost[])[one, two, caller])
        {
            host.Mood = request =>
            {
                int status;
                lock (chance) status = Failures[chance.Next(Failures.Length)];
                var message = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(request.Form["StatusCallback"]).Query)["id"];
                if (status is 0 or 201 or 500) left.Enqueue((message.ToString(), host == caller));
                return status;
            };
        }

        var settings = new SmsSettings { Routes = SmsRoutes.Parse("*:1>2>3")! }
            .With(1, GatewayTexts.Read<TwilioGateway>($"twilio://AC1:s3cret@%2B15005550006?api={one.Address}"))
            .With(2, GatewayTexts.Read<TwilioGateway>($"twilio://AC1:s3cret@%2B15005550006?api={two.Address}"))
            .With(3, GatewayTexts.Read<TwilioCallGateway>($"twilio-call://AC1:s3cret@%2B15005550006?api={caller.Address}"));
        using var gateways = new SmsGateways(
            new() { Sms = settings with { Secret = new("a secret for the reports") }, BaseUrl = new("https://login.example.org") },
            world.Mail(), TimeProvider.System);
        await SendAll(world, until: DeliveryWorld.CodeLife + TimeSpan.FromMinutes(1), node => new RoutedSmsSender(
            gateways.All, settings, new(world.Clock), new RouteNotes(node.Db, new(world.Limits), settings).Desk, world.Clock));

        var byMessage = left.GroupBy(each => each.Message).ToList();
        Assert.All(byMessage, texts => Assert.InRange(texts.Count(), 1, 2));
        Assert.Contains(byMessage, texts => texts.Count() > 1);
        Assert.Contains(left, each => each.IsCall);
        Assert.Equal(byMessage.Sum(texts => texts.Count() - 1), await Hits(world, "sms-all"));
        Assert.Equal(byMessage.Sum(texts => texts.Count() - 1), await Hits(world, "sms-country:358"));
        Assert.Equal(left.Count(each => each.IsCall), await Hits(world, "calls-all"));
    }

    private static Task<long> Hits(DeliveryWorld world, string bucket) =>
        world.Main.Db.Read(sql => sql.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {bucket}"), Ct);

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
    private static Task<AttemptBook> SendAll(DeliveryWorld world, TimeSpan until) => SendAll(world, until, _ => world.Sms());

    private static async Task<AttemptBook> SendAll(DeliveryWorld world, TimeSpan until, Func<DeliveryWorld.Node, IMessageSender> senderAt)
    {
        var book = new AttemptBook(world);
        var ids = new List<MessageId>();
        for (var n = 0; n < Messages; n++) ids.Add(await world.SmsCode());
        await world.Main.StartWorker(book.At(senderAt(world.Main)));
        var other = world.AddNode();
        await other.StartWorker(book.At(senderAt(other)));

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
