using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class WebhookSmsSenderTests : IAsyncLifetime
{
    private static readonly AddressedMessage Code = new(MessageId.New(), DeliveryWorld.LinusNumber,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Sms, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SmsCatcher Gateway => world.Inbox.Sms;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_text_message_arrives_with_its_id_number_and_code()
    {
        using var sender = world.Sms();

        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));

        var sms = await world.Inbox.Next(DeliveryWorld.LinusNumber, Ct);
        Assert.Equal(Code.Id.Value, sms.Id);
        Assert.Equal("012345", sms.Code);
        Assert.Equal("application/json", Gateway.Requests[0].ContentType);
    }

    [Fact]
    public async Task A_gateway_that_knows_us_by_name_and_password_is_told_them_by_Basic()
    {
        var signedIn = new WebhookGateway(new(Gateway.Address), new("ünser", new("p:w@d")));
        using var sender = new WebhookSmsSender(signedIn, new(Inbox.SmsSecret), world.Clock);

        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));

        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("ünser:p:w@d"));
        Assert.Equal($"Basic {basic}", Assert.Single(Gateway.Requests).Authorization);
        Assert.DoesNotContain("p:w@d", signedIn.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_on_this_machine_is_asked_directly_whatever_proxy_the_environment_names()
    {
        var nowhere = new OutgoingProxy(new WebProxy("http://127.0.0.1:9"), exceptions: null);
        using var sender = new WebhookSmsSender(new(new(Gateway.Address), null), new(Inbox.SmsSecret), world.Clock, nowhere);

        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));
    }

    [Fact]
    public async Task The_gateway_can_check_who_wrote_and_when()
    {
        using var sender = world.Sms();
        await sender.Send(Code, Ct);

        var request = Assert.Single(Gateway.Requests);
        var time = world.Clock.GetUtcNow().ToUnixTimeSeconds();
        var hmac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Inbox.SmsSecret), Encoding.UTF8.GetBytes($"{time}.{request.Body}"));
        Assert.Equal($"t={time},v1={Convert.ToHexStringLower(hmac)}", request.Signature);
    }

    [Theory]
    [InlineData(GatewayMood.Refuse, SendResult.RefusedForGood)]
    [InlineData(GatewayMood.PutOff, SendResult.FailedForNow)]
    [InlineData(GatewayMood.Fail, SendResult.FailedForNow)]
    [InlineData(GatewayMood.TakeAndFail, SendResult.FailedForNow)]
    [InlineData(GatewayMood.Redirect, SendResult.FailedForNow)]
    [InlineData(GatewayMood.TakeAndBreak, SendResult.Unknown)]
    public async Task Every_answer_of_the_gateway_is_understood(GatewayMood mood, SendResult expected)
    {
        using var sender = world.Sms();
        Gateway.Feel(mood);

        Assert.Equal(expected, (await sender.Send(Code, Ct)).Result);
        Assert.All(Gateway.Requests, request => Assert.Equal("/sms", request.Path));
    }

    [Fact]
    public async Task A_gateway_that_falls_silent_is_given_up_on_and_nobody_knows_what_it_took()
    {
        using var sender = world.Sms();
        Gateway.Feel(GatewayMood.TakeAndHang);

        var sending = sender.Send(Code, Ct);
        await world.Inbox.Next(DeliveryWorld.LinusNumber, Ct);
        world.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(SendResult.Unknown, (await sending.WaitAsync(TimeSpan.FromMinutes(1), Ct)).Result);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_may_be_there_later()
    {
        using var sender = world.Sms();
        await Gateway.DisposeAsync();

        Assert.Equal(SendOutcome.FailedForNow("the gateway cannot be reached (ConnectionError)"), await sender.Send(Code, Ct));
    }

    [Fact]
    public async Task Where_no_gateway_is_set_a_message_is_given_up_at_once() =>
        Assert.Equal(SendResult.RefusedForGood, (await new NoSender(Channel.Sms).Send(Code, Ct)).Result);
}
