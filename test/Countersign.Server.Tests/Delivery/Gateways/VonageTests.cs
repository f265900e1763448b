using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class VonageTests : IAsyncLifetime
{
    private const string Taken = """
        {"message-count":"1","messages":[{"to":"358401234567","message-id":"0C000000217B7F02","status":"0","network":"24405"}]}
        """;

    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await GatewayHost.Start(200, Taken);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_field_is_as_Vonage_has_it()
    {
        using var vonage = Vonage();

        var outcome = await vonage.Send(Message, Ct);

        Means(outcome, "taken");
        Assert.Equal("0C000000217B7F02", outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", "/sms/json"), (request.Method, request.Path));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"]);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["api_key"] = "k3y",
                ["api_secret"] = "s3cret",
                ["from"] = "ACME",
                ["to"] = "358401234567",
                ["text"] = Text,
                ["type"] = "text",
                ["client-ref"] = Message.Id.Value,
                ["callback"] = ReportPlace.For(Message.Id),
                ["status-report-req"] = "true",
            },
            request.Form);
    }

    [Fact]
    public async Task Letters_beyond_the_small_alphabet_are_said_to_be_so()
    {
        using var vonage = Vonage();

        await vonage.Send(Message with { Message = Message.Message with { Text = "493021 — код" } }, Ct);

        Assert.Equal("unicode", host.Requests[0].Form["type"]);
    }

    [Fact]
    public async Task What_it_took_a_part_of_is_not_sent_again()
    {
        using var vonage = Vonage();
        host.Next(200, """{"message-count":"2","messages":[{"status":"0","message-id":"1"},{"status":"1","error-text":"Throttled"}]}""");

        Means(await vonage.Send(Message, Ct), "refused");

        host.Next(200, """{"message-count":"2","messages":[{"status":"1"},{"status":"1"}]}""");
        Means(await vonage.Send(Message, Ct), "later");
    }

    [Theory]
    [InlineData(1, "later")]
    [InlineData(2, "our-fault")]
    [InlineData(3, "refused")]
    [InlineData(4, "our-fault")]
    [InlineData(5, "later")]
    [InlineData(6, "refused")]
    [InlineData(7, "refused")]
    [InlineData(8, "our-fault")]
    [InlineData(9, "our-fault")]
    [InlineData(10, "later")]
    [InlineData(11, "our-fault")]
    [InlineData(14, "our-fault")]
    [InlineData(15, "our-fault")]
    [InlineData(22, "later")]
    [InlineData(23, "our-fault")]
    [InlineData(29, "our-fault")]
    [InlineData(33, "refused")]
    [InlineData(99, "refused")]
    public async Task Each_status_in_the_body_means_one_of_ours(int status, string meaning)
    {
        using var vonage = Vonage();
        host.Next(200, $$"""{"message-count":"1","messages":[{"status":"{{status}}","error-text":"+358401234567 s3cret"}]}""");

        Means(await vonage.Send(Message, Ct), meaning);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999")]
    public async Task Of_a_status_that_is_no_number_nobody_knows_what_it_means(string status)
    {
        using var vonage = Vonage();
        host.Next(200, $$"""{"message-count":"1","messages":[{"status":"{{status}}"}]}""");

        Means(await vonage.Send(Message, Ct), "unknown");
    }

    [Fact]
    public async Task What_it_took_a_part_of_is_refused_and_has_left()
    {
        using var vonage = Vonage();
        host.Next(200, """{"message-count":"2","messages":[{"status":"0"},{"status":"6"}]}""");

        var outcome = await vonage.Send(Message, Ct);

        Means(outcome, "refused");
        Assert.True(outcome.MayHaveLeft);
        Assert.False(SendOutcome.RefusedForGood("a number").MayHaveLeft);
    }

    [Theory]
    [InlineData("delivered", ReportedState.Delivered)]
    [InlineData("expired", ReportedState.Failed)]
    [InlineData("rejected", ReportedState.Failed)]
    [InlineData("buffered", ReportedState.UnderWay)]
    public void A_signed_report_is_read_once_it_is_fresh(string status, ReportedState state)
    {
        using var vonage = Vonage("&signature=s1gn");

        Assert.Equal(new GatewayReport(Message.Id, state), vonage.Read(Signed(status, "s1gn", TimeSpan.Zero)));
        Assert.Null(vonage.Read(Signed(status, "other", TimeSpan.Zero)));
        Assert.Null(vonage.Read(Signed(status, "s1gn", TimeSpan.FromMinutes(6))));
        Assert.Null(vonage.Read(Call(more: new Dictionary<string, string> { ["status"] = status })));
    }

    [Fact]
    public void Without_a_signature_of_its_own_the_address_is_the_proof()
    {
        using var vonage = Vonage();
        var said = new Dictionary<string, string> { ["status"] = "delivered", ["client-ref"] = Message.Id.Value };

        Assert.Equal(ReportedState.Delivered, vonage.Read(Call(form: said))!.State);
        Assert.Null(vonage.Read(Call(form: said) with { Query = said }));
        Assert.Null(vonage.Read(Call(form: new Dictionary<string, string>(said) { ["client-ref"] = "msg_other" })));
    }

    private VonageSmsSender Vonage(string more = "") => new(
        Read<VonageGateway>($"vonage://k3y:s3cret@ACME?api={host.Address}{more}"), ReportPlace, Clock);

    private static ReportCall Signed(string status, string secret, TimeSpan age)
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["msisdn"] = "358401234567",
            ["to"] = "ACME",
            ["messageId"] = "0C000000217B7F02",
            ["status"] = status,
            ["err-code"] = "0",
            ["client-ref"] = Message.Id.Value,
            ["timestamp"] = $"{(Clock.GetUtcNow() - age).ToUnixTimeSeconds()}",
            ["note"] = "a&b=c",
        };
        var text = string.Concat(said.Select(each => $"&{each.Key}={each.Value.Replace('&', '_').Replace('=', '_')}"));
        said["sig"] = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        return Call(body: System.Text.Json.JsonSerializer.Serialize(said));
    }
}
