using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;
using AddressedMessage = Countersign.Server.Storage.AddressedMessage;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class TwilioCallTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Call = "CA0123456789abcdef0123456789abcdef";

    private static readonly AddressedMessage Spoken = Message with
    {
        Message = Message.Message with { Spoken = "Hello & welcome. Your code is:\n4\n9\nGoodbye.", SpokenIn = Language.German },
    };

    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await GatewayHost.Start(201, $$"""{"sid":"{{Call}}","status":"queued"}""");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_field_of_a_call_is_as_Twilio_has_it()
    {
        using var twilio = Twilio();

        var outcome = await twilio.Send(Spoken, Ct);

        Means(outcome, "taken");
        Assert.Equal(Call, outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", $"/2010-04-01/Accounts/{Account}/Calls.json"), (request.Method, request.Path));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"]);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:s3cret"))}", request.Headers["authorization"]);
        var form = QueryHelpers.ParseQuery(request.Body);
        Assert.Equal(4, form["StatusCallbackEvent"].Count);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["To"] = "+358401234567",
                ["From"] = "+15005550006",
                ["Twiml"] = string.Concat(
                    "<Response>",
                    "<Pause length=\"1\" /><Say language=\"de-DE\">Hello &amp; welcome. Your code is:</Say>",
                    "<Pause length=\"1\" /><Say language=\"de-DE\">4</Say>",
                    "<Pause length=\"1\" /><Say language=\"de-DE\">9</Say>",
                    "<Pause length=\"1\" /><Say language=\"de-DE\">Goodbye.</Say>",
                    "</Response>"),
                ["Timeout"] = "20",
                ["StatusCallback"] = ReportPlace.For(Message.Id),
                ["StatusCallbackMethod"] = "POST",
                ["StatusCallbackEvent"] = "initiated,ringing,answered,completed",
            },
            request.Form);
        Assert.Equal(4, XElement.Parse(form["Twiml"].ToString()).Elements("Say").Count());
    }

    [Fact]
    public async Task Nobody_is_called_about_what_has_nothing_to_read_out()
    {
        using var twilio = Twilio();

        Means(await twilio.Send(Message, Ct), "our-fault");
        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData(400, 21211, "refused")]
    [InlineData(400, 21217, "refused")]
    [InlineData(400, 21216, "refused")]
    [InlineData(400, 13224, "refused")]
    [InlineData(400, 21210, "our-fault")]
    [InlineData(400, 21215, "our-fault")]
    [InlineData(400, 13227, "our-fault")]
    [InlineData(401, 20003, "our-fault")]
    [InlineData(429, 20429, "later")]
    [InlineData(400, 10004, "later")]
    [InlineData(503, 20503, "later")]
    public async Task Each_error_of_Twilio_means_one_of_ours(int status, int code, string meaning)
    {
        using var twilio = Twilio();
        host.Next(status, $$"""{"code":{{code}},"message":"The 'To' number +358401234567 …","more_info":"…","status":{{status}}}""");

        Means(await twilio.Send(Spoken, Ct), meaning);
    }

    [Theory]
    [InlineData("completed", ReportedState.Delivered, null)]
    [InlineData("busy", ReportedState.Failed, "the phone was busy")]
    [InlineData("no-answer", ReportedState.Failed, "nobody answered the call")]
    [InlineData("failed", ReportedState.Failed, null)]
    [InlineData("canceled", ReportedState.Failed, null)]
    [InlineData("initiated", ReportedState.UnderWay, null)]
    [InlineData("ringing", ReportedState.UnderWay, null)]
    [InlineData("in-progress", ReportedState.UnderWay, null)]
    public void A_signed_report_is_read(string status, ReportedState state, string? why)
    {
        using var twilio = Twilio();

        Assert.Equal(new GatewayReport(Message.Id, state, why), twilio.Read(Signed(status, "s3cret")));
    }

    [Fact]
    public void A_report_that_is_signed_by_nobody_or_somebody_else_or_of_another_account_is_none()
    {
        using var twilio = Twilio();
        var good = Signed("completed", "s3cret");

        Assert.NotNull(twilio.Read(good));
        Assert.Null(twilio.Read(Signed("completed", "another")));
        Assert.Null(twilio.Read(Signed("completed", "s3cret", account: "AC2")));
        Assert.Null(twilio.Read(good with { Header = _ => null }));
        Assert.Null(twilio.Read(good with { Form = new Dictionary<string, string>(good.Form) { ["CallStatus"] = "failed" } }));
        Assert.Null(twilio.Read(good with { Query = new Dictionary<string, string> { ["id"] = Message.Id.Value, ["v"] = "00" } }));
    }

    private TwilioCallSender Twilio() => new(
        Read<TwilioCallGateway>($"twilio-call://{Account}:s3cret@%2B15005550006?api={host.Address}"), ReportPlace, Clock);

    // What Twilio posts about a call ("StatusCallback HTTP parameters").
    private static ReportCall Signed(string status, string token, string account = Account)
    {
        var form = new Dictionary<string, string>
        {
            ["CallSid"] = TwilioCallTests.Call,
            ["AccountSid"] = account,
            ["From"] = "+15005550006",
            ["To"] = "+358401234567",
            ["CallStatus"] = status,
            ["ApiVersion"] = "2010-04-01",
            ["Direction"] = "outbound-api",
            ["Timestamp"] = "Mon, 02 Mar 2026 06:40:00 +0000",
            ["CallbackSource"] = "call-progress-events",
            ["SequenceNumber"] = "3",
        };
        var whole = ReportPlace.For(Message.Id) + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(
            each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(whole)));
#pragma warning restore CA5350
        return GatewayTexts.Call(form: form, headers: new Dictionary<string, string> { ["X-Twilio-Signature"] = signature });
    }
}
