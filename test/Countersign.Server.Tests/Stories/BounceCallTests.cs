using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Delivery.Gateways;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Services that mail goes through tell what came back: each by what it signs or knows, and nobody else.</summary>
public sealed class BounceCallTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:bounces";
    private const string CertificatePath = "/SimpleNotificationService-0123abcd.pem";
    private const string MailgunKey = "key-0123456789abcdef";

    private static readonly string Monday =
        TestClock.Monday().GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HardBounce", true)]
    [InlineData("BadEmailAddress", true)]
    [InlineData("SoftBounce", false)]
    [InlineData("Transient", false)]
    public async Task Postmark_tells_by_a_password_of_ours(string type, bool isMarked)
    {
        await using var server = await TestServer.Start(("MAIL_BOUNCES", "postmark://bounces:a-long%20password"));
        var body = JsonSerializer.Serialize(new { RecordType = "Bounce", Type = type, Email = "Grace@Example.ORG", ID = 42 });

        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, body));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, body, Basic("bounces:another password")));
        Assert.Equal(0, await Marked(server));

        Assert.Equal(HttpStatusCode.OK, await Call(server, body, Basic("bounces:a-long password")));
        Assert.Equal(isMarked ? 1 : 0, await Marked(server));
    }

    [Theory]
    [InlineData("failed", "permanent", 0, true, HttpStatusCode.OK)]
    [InlineData("failed", "permanent", 9, true, HttpStatusCode.OK)]
    [InlineData("failed", "permanent", 11, false, HttpStatusCode.Forbidden)]
    [InlineData("failed", "temporary", 0, false, HttpStatusCode.OK)]
    [InlineData("delivered", "permanent", 0, false, HttpStatusCode.OK)]
    public async Task Mailgun_tells_with_its_signature(string @event, string severity, int hours, bool isMarked, HttpStatusCode status)
    {
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"mailgun://{MailgunKey}"));
        server.Clock.Advance(TimeSpan.FromHours(12));
        var time = (server.Clock.GetUtcNow() - TimeSpan.FromHours(hours)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string Body(string key, string token) => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["signature"] = new
            {
                timestamp = time,
                token = "0123",
                signature = Hash(key, time + token),
            },
            ["event-data"] = new { @event, severity, recipient = "grace@example.org" },
        });

        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Body("key-of-somebody-else", "0123")));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Body(MailgunKey, "4567")));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, "{}"));
        Assert.Equal(0, await Marked(server));

        Assert.Equal(status, await Call(server, Body(MailgunKey, "0123")));
        Assert.Equal(isMarked ? 1 : 0, await Marked(server));
    }

    [Theory]
    [InlineData("Permanent", true)]
    [InlineData("Transient", false)]
    public async Task Amazon_tells_by_a_topic_that_it_signs(string type, bool isMarked)
    {
        using var key = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key));
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));
        var said = Notice(sns.Address, type);

        Assert.Equal(HttpStatusCode.OK, await Call(server, Signed(said, key)));

        Assert.Equal(isMarked ? 1 : 0, await Marked(server));
        Assert.Equal([$"GET {CertificatePath}"], sns.Requests.Select(request => $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task What_Amazon_did_not_sign_for_this_topic_changes_nothing_and_fetches_nothing_from_elsewhere()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key));
        await using var elsewhere = await GatewayHost.Start(200, Certificate(other));
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));
        var said = Notice(sns.Address, "Permanent");

        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Signed(said, other)));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Signed(With(said, "TopicArn", Topic + "2"), key)));
        Assert.Equal(
            HttpStatusCode.Forbidden, await Call(server, Signed(With(said, "SigningCertURL", elsewhere.Address + CertificatePath), other)));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, JsonSerializer.Serialize(With(Sign(said, key), "MessageId", "another"))));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, JsonSerializer.Serialize(With(Sign(said, key), "SignatureVersion", "1"))));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, "no json"));

        Assert.Equal(0, await Marked(server));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("/SimpleNotificationService-0123abcd.pem?x=1")]
    [InlineData("/SimpleNotificationService-.pem")]
    [InlineData("/bucket/SimpleNotificationService-0123abcd.pem")]
    [InlineData("/?Action=ListTopics")]
    [InlineData("/")]
    public async Task Certificates_of_Amazon_are_fetched_from_where_Amazon_has_them_and_not_from_anywhere_there(string path)
    {
        using var key = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key));
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));

        var said = With(Notice(sns.Address, "Permanent"), "SigningCertURL", sns.Address + path);
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Signed(said, key)));

        Assert.Empty(sns.Requests);
        Assert.Equal(0, await Marked(server));
    }

    [Theory]
    [InlineData("sns.amazonaws.com", true)]
    [InlineData("sns-signing.eu-west-1.amazonaws.com", true)]
    [InlineData("sns-signing.us-east-1.amazonaws.com", false)]
    [InlineData("login.example.org", false)]
    public async Task A_certificate_of_Amazon_has_the_name_of_the_service(string name, bool isTaken)
    {
        using var key = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key, name));
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));

        Assert.Equal(
            isTaken ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await Call(server, Signed(Notice(sns.Address, "Permanent"), key)));
    }

    [Theory]
    [InlineData(9, HttpStatusCode.OK)]
    [InlineData(11, HttpStatusCode.Forbidden)]
    public async Task What_Amazon_signed_long_ago_is_not_heard(int hours, HttpStatusCode status)
    {
        using var key = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key));
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));
        server.Clock.Advance(TimeSpan.FromHours(hours));

        Assert.Equal(status, await Call(server, Signed(Notice(sns.Address, "Permanent"), key)));
    }

    [Fact]
    public async Task What_Mailgun_signed_once_says_one_thing()
    {
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"mailgun://{MailgunKey}"));
        var time = server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string Body(string @event, string recipient) => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["signature"] = new { timestamp = time, token = "0123", signature = Hash(MailgunKey, time + "0123") },
            ["event-data"] = new { @event, severity = "permanent", recipient },
        });

        Assert.Equal(HttpStatusCode.OK, await Call(server, Body("delivered", "ada@example.org")));
        Assert.Equal(HttpStatusCode.OK, await Call(server, Body("delivered", "ada@example.org")));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Body("failed", "grace@example.org")));
        server.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, Body("failed", "grace@example.org")));

        Assert.Equal(0, await Marked(server));
    }

    [Fact]
    public async Task The_question_whether_notices_are_wanted_is_answered_there_and_nowhere_else()
    {
        using var key = RSA.Create(2048);
        await using var sns = await GatewayHost.Start(200, Certificate(key));
        await using var elsewhere = await GatewayHost.Start(200, "");
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"ses://{Topic}?api={Uri.EscapeDataString(sns.Address)}"));
        var asked = new Dictionary<string, string>
        {
            ["Type"] = "SubscriptionConfirmation",
            ["MessageId"] = "1",
            ["Token"] = "token",
            ["TopicArn"] = Topic,
            ["Message"] = "You have chosen to subscribe",
            ["SubscribeURL"] = $"{sns.Address}/?Action=ConfirmSubscription&Token=token",
            ["Timestamp"] = Monday,
            ["SignatureVersion"] = "2",
            ["SigningCertURL"] = $"{sns.Address}/SimpleNotificationService-0123abcd.pem",
        };

        Assert.Equal(HttpStatusCode.OK, await Call(server, Signed(asked, key)));
        Assert.Equal("/?Action=ConfirmSubscription&Token=token", sns.Requests[^1].Path);

        await Call(server, Signed(With(asked, "SubscribeURL", elsewhere.Address + "/"), key));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("""{"signature":{"timestamp":"\ud800","token":"0123","signature":"4567"}}""")]
    [InlineData("""{"signature":{"timestamp":"\u00ff","token":"0123","signature":"4567"}}""")]
    [InlineData("""{"\ud800":{"timestamp":"1","token":"0123","signature":"4567"}}""")]
    public async Task What_is_no_text_is_from_nobody(string body)
    {
        await using var server = await TestServer.Start(("MAIL_BOUNCES", $"mailgun://{MailgunKey}"));

        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, body));

        // The same with bytes that are no UTF-8.
        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, body.Replace("\\ud800", "\u00ff", StringComparison.Ordinal), isLatin: true));
    }

    [Fact]
    public async Task Where_nobody_is_named_nobody_may_tell()
    {
        await using var server = await TestServer.Start();

        Assert.Equal(HttpStatusCode.Forbidden, await Call(server, "{}", Basic(":")));
    }

    [Theory]
    [InlineData("postmark://bounces:a-long-password", typeof(PostmarkBounces))]
    [InlineData("postmark://bounces:short", null)]
    [InlineData("postmark://:a-long-password", null)]
    [InlineData("mailgun://0123456789ab", typeof(MailgunBounces))]
    [InlineData("mailgun://", null)]
    [InlineData("ses://arn:aws:sns:eu-west-1:123456789012:bounces", typeof(SesBounces))]
    [InlineData("ses://arn:aws:sqs:eu-west-1:123456789012:bounces", null)]
    [InlineData("ses://arn:aws:sns:eu-west-1:123456789012:bounces?api=http://sns.example.org", null)]
    [InlineData("sendgrid://key", null)]
    public void A_service_is_named_so(string text, Type? kind) => Assert.Equal(kind, MailBounces.Read(text)?.GetType());

    [Theory]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:b", "https://sns.eu-west-1.amazonaws.com/")]
    [InlineData("arn:aws-cn:sns:cn-north-1:123456789012:b", "https://sns.cn-north-1.amazonaws.com.cn/")]
    public void The_certificates_of_Amazon_are_looked_for_there(string topic, string api) =>
        Assert.Equal(api, ((SesBounces)MailBounces.Read($"ses://{topic}")!).Api.AbsoluteUri);

    private static Dictionary<string, string> Notice(string api, string type) => new()
    {
        ["Type"] = "Notification",
        ["MessageId"] = "1",
        ["TopicArn"] = Topic,
        ["Message"] = JsonSerializer.Serialize(new
        {
            notificationType = "Bounce",
            bounce = new { bounceType = type, bouncedRecipients = new[] { new { emailAddress = "grace@example.org" } } },
        }),
        ["Timestamp"] = Monday,
        ["SignatureVersion"] = "2",
        ["SigningCertURL"] = $"{api}/SimpleNotificationService-0123abcd.pem",
    };

    private static Dictionary<string, string> With(Dictionary<string, string> said, string name, string value) =>
        new(said) { [name] = value };

    private static string Signed(Dictionary<string, string> said, RSA key) => JsonSerializer.Serialize(Sign(said, key));

    // Amazon SNS, "Verifying the signatures of Amazon SNS messages".
    private static Dictionary<string, string> Sign(Dictionary<string, string> said, RSA key)
    {
        var signed = new StringBuilder();
        foreach (var (name, value) in said.OrderBy(each => each.Key, StringComparer.Ordinal))
            if (!name.StartsWith("Sign", StringComparison.Ordinal)) signed.Append(name).Append('\n').Append(value).Append('\n');
        var signature = key.SignData(Encoding.UTF8.GetBytes(signed.ToString()), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return With(said, "Signature", Convert.ToBase64String(signature));
    }

    private static string Certificate(RSA key, string name = "sns.amazonaws.com")
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return made.ExportCertificatePem();
    }

    private static string Hash(string key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private static string Basic(string login) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}";

    private static async Task<HttpStatusCode> Call(TestServer server, string body, string? authorization = null, bool isLatin = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mail/bounces")
        {
            Content = new ByteArrayContent((isLatin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body)),
        };
        request.Content.Headers.ContentType = new("application/json");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await server.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static Task<long> Marked(TestServer server) =>
        server.Db.Read(sql => sql.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.MailBounced}"), Ct);
}
