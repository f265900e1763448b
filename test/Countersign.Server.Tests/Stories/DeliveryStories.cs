using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What people are told of a code that is on its way to them.</summary>
public sealed class DeliveryStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_is_shown_as_handed_over_then_as_the_gateway_reports_it()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var handle = await Ask(server, linus);
        var handed = (await server.Verb<ShowDelivery>().OfCode(handle, Ct))!;
        Assert.Equal((Channel.Sms, OutboxState.Sent, false), (handed.Channel, handed.State, handed.IsOver));
        Assert.Equal(server.Clock.GetUtcNow(), handed.HandedAt);
        Assert.Null(handed.Reported);

        await Report(server, linus, ReportedState.UnderWay);
        Assert.False((await server.Verb<ShowDelivery>().OfCode(handle, Ct))!.IsOver);
        server.Clock.Advance(TimeSpan.FromSeconds(7));
        await Report(server, linus, ReportedState.Delivered);

        var arrived = (await server.Verb<ShowDelivery>().OfCode(handle, Ct))!;
        Assert.Equal((ReportedState.Delivered, server.Clock.GetUtcNow()), (arrived.Reported, arrived.ReportedAt));
        Assert.True(arrived.IsOver);
        var listed = (await server.As(linus).Get("/users/current/messages/")).Ok()["messages"];
        Assert.Equal("delivered", listed[0].GetProperty("reported").GetString());
        Assert.Equal($"•••• {linus.Number![^4..]}", listed[0].GetProperty("to").GetString());
        var one = (await server.As(linus).Get($"/users/current/messages/{listed[0].GetProperty("id").GetString()}/")).Ok();
        Assert.Equal(("delivered", "change_code"), (one["reported"].GetString(), one["kind"].GetString()));
    }

    [Fact]
    public async Task Nobody_reads_of_the_messages_to_others()
    {
        await using var server = await TestServer.Start();
        await Ask(server, server.People.Linus);

        var listed = (await server.As(server.People.Grace).Get("/users/current/messages/")).Ok()["messages"];

        Assert.Equal(0, listed.GetArrayLength());
        var id = (await server.As(server.People.Linus).Get("/users/current/messages/")).Ok()["messages"][0].GetProperty("id").GetString()!;
        foreach (var other in (string[])[id, MessageId.New().Value, "msg_", "0", id.ToUpperInvariant(), $"{id}%20", "%F0%9F%94%91"])
            Assert.Equal(404, (await server.As(server.People.Grace).Get($"/users/current/messages/{other}/")).Status);
        Assert.Equal(400, (await server.As(server.People.Grace).Get($"/users/current/messages/{id}%00/")).Status);
    }

    [Fact]
    public async Task What_nobody_takes_is_said_to_be_tried_again_and_then_to_have_failed()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var handle = await Ask(server, linus);
        await server.Change(tx => tx.Execute(
            $"UPDATE outbox SET state = {OutboxState.Waiting}, done_at = NULL, handed_at = NULL, attempts = 1, next_attempt_at = {tx.Now.AddHours(1)}"));
        Assert.Equal((OutboxState.Waiting, 1, false), Seen((await server.Verb<ShowDelivery>().OfCode(handle, Ct))!));

        await server.Change(tx => tx.Execute($"UPDATE outbox SET state = {OutboxState.Refused}, done_at = {tx.Now}"));

        Assert.Equal((OutboxState.Refused, 1, true), Seen((await server.Verb<ShowDelivery>().OfCode(handle, Ct))!));
    }

    private static (OutboxState State, int Attempts, bool IsOver) Seen(DeliveryState state) => (state.State, state.Attempts, state.IsOver);

    private static async Task<Token> Ask(TestServer server, TestPerson person)
    {
        var asked = (await server.As(person).Post("/tfa/sms/", new { })).Ok();
        await server.Next(person.Number!, _ => true);
        await server.AllSent();
        Assert.True(Token.TryParse(asked["secret"].GetString(), out var handle));
        return handle;
    }

    private static Task Report(TestServer server, TestPerson person, ReportedState state) => server.Change(async tx =>
    {
        var account = await AccountStore.FindByName(tx, person.Name);
        var message = (await DeliveryStore.List(tx, account!.Id, 1))[0];
        var gateway = await OutboxStore.FindGateway(tx, message.Id) ?? 0;
        Assert.NotNull(await ReportStore.TryNote(tx, message.Id, gateway, state, reason: null));
    });
}
