using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>A planted code is looked for everywhere it must not be.</summary>
public sealed class SecrecyTests : IAsyncLifetime
{
    private const string Canary = "713905";

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_code_is_never_in_the_log_whatever_becomes_of_its_message()
    {
        world.Inbox.Sms.Feel(GatewayMood.Fail, GatewayMood.TakeAndBreak, GatewayMood.Refuse);
        world.Inbox.Smtp.Feel(MailMood.PutOffText, MailMood.RefuseText);
        await world.Main.StartWorker();

        foreach (var _ in Enumerable.Range(0, 4)) await world.Main.Outbox.FirstAttempt(await world.SmsCode(Canary), Ct);
        foreach (var _ in Enumerable.Range(0, 3)) await world.Main.Outbox.FirstAttempt(await world.MailCode(Canary), Ct);
        await world.Main.StopWorker();

        Assert.True(world.Log.Lines.Count >= 7);
        Assert.All(world.Log.Lines, line =>
        {
            Assert.DoesNotContain(Canary, line, StringComparison.Ordinal);
            Assert.DoesNotContain(DeliveryWorld.LinusNumber, line, StringComparison.Ordinal);
            Assert.DoesNotContain(DeliveryWorld.AdasAddress, line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_code_is_never_in_the_database_files_not_while_waiting_and_not_after()
    {
        await world.SmsCode(Canary);
        var id = await world.MailCode(Canary);
        Assert.NotNull((await world.Stored(id)).SealedBody);
        AssertNotOnDisk();

        await world.Main.StartWorker();
        await world.Main.Outbox.FirstAttempt(id, Ct);
        await world.Main.StopWorker();
        AssertNotOnDisk();
    }

    [Fact]
    public void Nothing_that_carries_a_code_prints_it()
    {
        var message = DeliveryWorld.Texts.CodeToLogIn(Channel.Sms, DeliveryWorld.CodeOf(Canary), DeliveryWorld.CodeLife);
        var inbox = new DevInbox(world.Clock);
        inbox.Add(Channel.Sms, new(MessageId.New(), DeliveryWorld.LinusNumber, message));
        object[] carriers =
        [
            message, new AddressedMessage(MessageId.New(), DeliveryWorld.LinusNumber, message), inbox.Newest()[0],
            new OutgoingMessage(world.Ada, null, Channel.Sms, DeliveryWorld.LinusNumber, message, world.Clock.GetUtcNow()),
        ];

        Assert.All(carriers, carrier =>
        {
            Assert.DoesNotContain(Canary, carrier.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(DeliveryWorld.LinusNumber, carrier.ToString(), StringComparison.Ordinal);
        });
    }

    private void AssertNotOnDisk() =>
        Assert.True(world.BytesOnDisk().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)) < 0, "The code is in the database files.");
}
