using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class TwilioTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Taken = """{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued","error_code":null}""";

    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await GatewayHost.Start(201, Taken);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("+15005550006", "From")]
    [InlineData("MG0123456789abcdef0123456789abcdef", "MessagingServiceSid")]
    public async Task Every_field_is_as_Twilio_has_it(string sender, string field)
    {
        using var twilio = Twilio(sender);

        var outcome = await twilio.Send(Message, Ct);

        Means(outcome, "taken");
        Assert.Equal("SM0123456789abcdef0123456789abcdef", outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", $"/2010-04-01/Accounts/{Account}/Messages.json"), (request.Method, request.Path));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"]);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:s3cret"))}", request.Headers["authorization"]);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["To"] = "+358401234567",
                [field] = sender,
                ["Body"] = Text,
                ["StatusCallback"] = ReportPlace.For(Message.Id),
            },
            request.Form);
    }

    [Theory]
    [InlineData(400, 21211, "refused")]
    [InlineData(400, 21614, "refused")]
    [InlineData(400, 21610, "refused")]
    [InlineData(400, 21408, "our-fault")]
    [InlineData(400, 21606, "our-fault")]
    [InlineData(400, 21617, "refused")]
    [InlineData(401, 20003, "our-fault")]
    [InlineData(429, 20429, "later")]
    [InlineData(429, 14107, "later")]
    [InlineData(400, 21611, "later")]
    [InlineData(400, 30001, "later")]
    [InlineData(400, 30002, "our-fault")]
    [InlineData(400, 30003, "refused")]
    [InlineData(400, 30004, "refused")]
    [InlineData(400, 30005, "refused")]
    [InlineData(400, 30006, "refused")]
    [InlineData(400, 30007, "refused")]
    [InlineData(400, 30008, "later")]
    [InlineData(503, 20503, "later")]
    [InlineData(500, 99999, "unknown")]
    [InlineData(500, 20500, "unknown")]
    [InlineData(400, 99999, "refused")]
    [InlineData(403, 99999, "our-fault")]
    public async Task Each_error_of_Twilio_means_one_of_ours(int status, int code, string meaning)
    {
        using var twilio = Twilio();
        host.Next(status, $$"""{"code":{{code}},"message":"The 'To' number +358401234567 …","more_info":"…","status":{{status}}}""");

        Means(await twilio.Send(Message, Ct), meaning);
    }

    [Theory]
    [InlineData(307, "", "later")]
    [InlineData(502, "<html>", "unknown")]
    [InlineData(503, "<html>", "later")]
    [InlineData(404, "", "our-fault")]
    public async Task What_is_no_answer_of_Twilio_is_judged_by_its_status(int status, string body, string meaning)
    {
        using var twilio = Twilio();
        host.Next(status, body);

        Means(await twilio.Send(Message, Ct), meaning);
        Assert.Single(host.Requests);
    }

    [Theory]
    [InlineData("delivered", ReportedState.Delivered)]
    [InlineData("undelivered", ReportedState.Failed)]
    [InlineData("failed", ReportedState.Failed)]
    [InlineData("sent", ReportedState.UnderWay)]
    public void A_signed_report_is_read(string status, ReportedState state)
    {
        using var twilio = Twilio();

        Assert.Equal(new GatewayReport(Message.Id, state), twilio.Read(Signed(status, "s3cret")));
    }

    [Fact]
    public void A_report_that_is_signed_by_nobody_or_somebody_else_or_for_another_address_is_none()
    {
        using var twilio = Twilio();
        var good = Signed("delivered", "s3cret");

        Assert.Null(twilio.Read(Signed("delivered", "another")));
        Assert.Null(twilio.Read(good with { Header = _ => null }));
        Assert.Null(twilio.Read(good with { PathAndQuery = good.PathAndQuery + "&x=1" }));
        Assert.Null(twilio.Read(good with { Form = new Dictionary<string, string>(good.Form) { ["MessageStatus"] = "failed" } }));
        Assert.Null(twilio.Read(good with { Query = new Dictionary<string, string> { ["id"] = Message.Id.Value, ["v"] = "00" } }));
    }

    [Fact]
    public async Task Older_clients_hear_of_Twilio_by_the_word_that_they_know()
    {
        host.Next(400, """{"code":21211,"message":"…","status":400}""");
        await using var server = await TestServer.Start(("SMS", $"twilio://{Account}:s3cret@%2B15005550006?api={host.Address}"));

        Assert.Equal((400, "twilio_error"), await Refusal(server));
    }

    private static async Task<(int Status, string? Error)> Refusal(TestServer server) =>
        await server.As(server.People.Linus).Post("/tfa/sms/") is var answer ? (answer.Status, answer.Error) : default;

    private TwilioSmsSender Twilio(string sender = "+15005550006") => new(
        Read<TwilioGateway>($"twilio://{Account}:s3cret@{sender}?api={host.Address}"), ReportPlace, Clock);

    private static ReportCall Signed(string status, string token)
    {
        var form = new Dictionary<string, string>
        {
            ["MessageSid"] = "SM0123456789abcdef0123456789abcdef",
            ["SmsSid"] = "SM0123456789abcdef0123456789abcdef",
            ["AccountSid"] = Account,
            ["From"] = "+15005550006",
            ["To"] = "+358401234567",
            ["MessageStatus"] = status,
            ["ApiVersion"] = "2010-04-01",
        };
        var whole = ReportPlace.For(Message.Id) + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(
            each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(whole)));
#pragma warning restore CA5350
        return Call(form: form, headers: new Dictionary<string, string> { ["X-Twilio-Signature"] = signature });
    }
}
