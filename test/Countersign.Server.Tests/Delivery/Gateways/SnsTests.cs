using System.Text;
using System.Text.RegularExpressions;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class SnsTests : IAsyncLifetime
{
    private const string Taken = """
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>
        <MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId>
        </PublishResult><ResponseMetadata><RequestId>f187a3c1</RequestId></ResponseMetadata></PublishResponse>
        """;

    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await GatewayHost.Start(200, Taken);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_field_is_as_Amazon_has_it()
    {
        using var sns = new SnsSmsSender(Gateway("&sender=ACME"), Clock);

        var outcome = await sns.Send(Message, Ct);

        Means(outcome, "taken");
        Assert.Equal("94f20ce6-13c5-43a0-9a9e-ca52d816e90b", outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", "/"), (request.Method, request.Path));
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["Action"] = "Publish",
                ["Version"] = "2010-03-31",
                ["PhoneNumber"] = "+358401234567",
                ["Message"] = Text,
                ["MessageAttributes.entry.1.Name"] = "AWS.SNS.SMS.SMSType",
                ["MessageAttributes.entry.1.Value.DataType"] = "String",
                ["MessageAttributes.entry.1.Value.StringValue"] = "Transactional",
                ["MessageAttributes.entry.2.Name"] = "AWS.SNS.SMS.SenderID",
                ["MessageAttributes.entry.2.Value.DataType"] = "String",
                ["MessageAttributes.entry.2.Value.StringValue"] = "ACME",
            },
            request.Form);
        Assert.Matches(
            "^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/sns/aws4_request, SignedHeaders=content-type;host;x-amz-date, " +
                "Signature=[0-9a-f]{64}$", request.Headers["authorization"]);
        Assert.Equal(Again(request), request.Headers["authorization"]);
    }

    // The vectors of AWS's own test suite for version 4.
    [Theory]
    [InlineData("GET", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "POST", "application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void The_signature_is_that_of_the_published_vectors(string method, string type, string body, string signature)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "example.amazonaws.com",
            ["x-amz-date"] = "20150830T123600Z",
        };
        if (type.Length > 0) headers["content-type"] = type;

        var made = AwsSignature.Of(
            method, "/", "", headers, Encoding.UTF8.GetBytes(body), "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero), "us-east-1/service");

        Assert.EndsWith($"Signature={signature}", made, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "InvalidParameter", "refused")]
    [InlineData(400, "InvalidParameterValue", "refused")]
    [InlineData(400, "OptedOut", "refused")]
    [InlineData(429, "Throttled", "later")]
    [InlineData(400, "ThrottlingException", "later")]
    [InlineData(500, "InternalError", "unknown")]
    [InlineData(403, "AuthorizationError", "our-fault")]
    [InlineData(403, "SignatureDoesNotMatch", "our-fault")]
    [InlineData(403, "InvalidClientTokenId", "our-fault")]
    [InlineData(400, "NeverHeardOf", "refused")]
    [InlineData(503, "NeverHeardOf", "later")]
    public async Task Each_error_of_Amazon_means_one_of_ours(int status, string code, string meaning)
    {
        using var sns = new SnsSmsSender(Gateway(), Clock);
        host.Next(status, $"""
            <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>{code}</Code>
            <Message>Invalid parameter: PhoneNumber +358401234567</Message></Error><RequestId>1</RequestId></ErrorResponse>
            """);

        Means(await sns.Send(Message, Ct), meaning);
    }

    private SnsGateway Gateway(string more = "") => Read<SnsGateway>(
        $"sns://AKIDEXAMPLE:s3cret@eu-west-1?api={host.Address}{more}");

    // The same rule, from what came over the wire.
    private static string Again(HostedRequest request)
    {
        var names = Regex.Match(request.Headers["authorization"], "SignedHeaders=([^,]+),").Groups[1].Value.Split(';');
        var headers = new SortedDictionary<string, string>(
            names.ToDictionary(name => name, name => request.Headers[name]), StringComparer.Ordinal);
        return AwsSignature.Of(
            "POST", "/", "", headers, Encoding.UTF8.GetBytes(request.Body), "AKIDEXAMPLE", "s3cret", Clock.GetUtcNow(), "eu-west-1/sns");
    }
}
