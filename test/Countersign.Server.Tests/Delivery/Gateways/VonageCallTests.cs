using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;
using AddressedMessage = Countersign.Server.Storage.AddressedMessage;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class VonageCallTests : IAsyncLifetime
{
    private const string Application = "78d335fa-323d-0114-9c3d-d6f0d48968cf";
    private const string Call = "63f61863-4a51-4f6b-86e1-46edebcf9356";

    private static readonly AddressedMessage Spoken = Message with
    {
        Message = Message.Message with { Spoken = "Hello & welcome. Your code is:\n4\n9\nGoodbye.", SpokenIn = Language.German },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-calls-").FullName;
    private readonly RSA key = RSA.Create(2048);
    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(folder, "private.key");

    public async ValueTask InitializeAsync()
    {
        Write(key.ExportPkcs8PrivateKeyPem());
        host = await GatewayHost.Start(
            201, $$"""{"uuid":"{{Call}}","status":"started","direction":"outbound","conversation_uuid":"CON-f972836a-550f-45fa-956c-12a2ab5b7d22"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_field_of_a_call_is_as_Vonage_has_it()
    {
        using var vonage = Vonage();

        var outcome = await vonage.Send(Spoken, Ct);

        Means(outcome, "taken");
        Assert.Equal(Call, outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", "/v1/calls"), (request.Method, request.Path));
        Assert.Equal("application/json; charset=utf-8", request.Headers["content-type"]);
        var said = JsonNode.Parse(request.Body)!;
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
                {
                  "to": [{ "type": "phone", "number": "358401234567" }],
                  "from": { "type": "phone", "number": "15005550006" },
                  "ncco": [{ "action": "talk", "text": "…", "language": "de-DE" }],
                  "event_url": ["{{ReportPlace.For(Message.Id)}}"],
                  "event_method": "POST",
                  "ringing_timer": 20,
                  "length_timer": 120
                }
                """),
            WithoutText(said)), request.Body);
        const string pause = "<break time=\"1s\" />";
        var text = (string)said["ncco"]![0]!["text"]!;
        Assert.Equal($"<speak>{pause}Hello &amp; welcome. Your code is:{pause}4{pause}9{pause}Goodbye.</speak>", text);
        Assert.Equal("Hello & welcome. Your code is:49Goodbye.", XElement.Parse(text).Value);
    }

    [Fact]
    public async Task It_is_signed_with_the_key_of_the_application_for_a_few_minutes_and_each_time_anew()
    {
        using var vonage = Vonage();

        await vonage.Send(Spoken, Ct);
        await vonage.Send(Spoken, Ct);

        var all = host.Requests.Select(request => Claims(request.Headers["authorization"])).ToList();
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.All(all, claims => Assert.Equal(
            (Application, now, now + 300), ((string)claims["application_id"]!, (long)claims["iat"]!, (long)claims["exp"]!)));
        Assert.All(all, claims => Assert.Equal(["application_id", "exp", "iat", "jti"], claims.AsObject().Select(each => each.Key).Order()));
        Assert.Equal(2, all.Select(claims => (string)claims["jti"]!).Distinct().Count());
    }

    [Fact]
    public async Task Nobody_is_called_about_what_has_nothing_to_read_out()
    {
        using var vonage = Vonage();

        Means(await vonage.Send(Message, Ct), "our-fault");
        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData(400, "to", "refused")]
    [InlineData(400, "to[0].number", "refused")]
    [InlineData(422, "to.0.number", "refused")]
    [InlineData(400, "from", "our-fault")]
    [InlineData(400, "total", "our-fault")]
    [InlineData(400, null, "refused")]
    [InlineData(401, null, "our-fault")]
    [InlineData(402, null, "our-fault")]
    [InlineData(403, "to", "our-fault")]
    [InlineData(404, null, "our-fault")]
    [InlineData(429, null, "later")]
    [InlineData(500, "to", "unknown")]
    [InlineData(503, null, "later")]
    public async Task Each_error_of_Vonage_means_one_of_ours(int status, string? field, string meaning)
    {
        using var vonage = Vonage();
        host.Next(status, field is null ? "" : $$"""
            {"type":"https://developer.nexmo.com/api-errors","title":"Bad Request","detail":"+358401234567 s3cret",
             "invalid_parameters":[{"reason":"Is invalid","name":"{{field}}"}]}
            """);

        Means(await vonage.Send(Spoken, Ct), meaning);
    }

    [Theory]
    [InlineData("completed", ReportedState.Delivered, null)]
    [InlineData("busy", ReportedState.Failed, "the phone was busy")]
    [InlineData("timeout", ReportedState.Failed, "nobody answered the call")]
    [InlineData("unanswered", ReportedState.Failed, "nobody answered the call")]
    [InlineData("rejected", ReportedState.Failed, "the call was turned away")]
    [InlineData("failed", ReportedState.Failed, null)]
    [InlineData("cancelled", ReportedState.Failed, null)]
    [InlineData("started", ReportedState.UnderWay, null)]
    [InlineData("ringing", ReportedState.UnderWay, null)]
    [InlineData("answered", ReportedState.UnderWay, null)]
    public void A_signed_report_is_read_once_it_is_fresh(string status, ReportedState state, string? why)
    {
        using var vonage = Vonage("&signature=s1gn");
        using var open = Vonage();
        var good = Reported(status);

        Assert.Equal(new GatewayReport(Message.Id, state, why), vonage.Read(good));
        Assert.Equal(new GatewayReport(Message.Id, state, why), open.Read(good with { Header = _ => null }));
        Assert.Null(vonage.Read(Reported(status, age: TimeSpan.FromMinutes(6))));
        Assert.Null(vonage.Read(Reported(status, age: TimeSpan.FromMinutes(-6))));
    }

    [Fact]
    public void A_report_that_is_signed_by_nobody_or_somebody_else_or_of_another_application_or_changed_on_the_way_is_none()
    {
        using var vonage = Vonage("&signature=s1gn");
        var good = Reported("completed");

        Assert.NotNull(vonage.Read(good));
        Assert.Null(vonage.Read(good with { Header = _ => null }));
        Assert.Null(vonage.Read(good with { Header = _ => "Bearer x.y.z" }));
        Assert.Null(vonage.Read(good with { Header = _ => good.Header("Authorization")!.Replace("Bearer", "Basic", StringComparison.Ordinal) }));
        Assert.Null(vonage.Read(Reported("completed", secret: "another")));
        Assert.Null(vonage.Read(Reported("completed", application: "00000000-323d-0114-9c3d-d6f0d48968cf")));
        Assert.Null(vonage.Read(Reported("completed", algorithm: "none")));
        Assert.Null(vonage.Read(good with { Body = Reported("failed").Body }));
        Assert.Null(vonage.Read(good with { Body = [] }));
        Assert.Null(vonage.Read(good with { Query = new Dictionary<string, string> { ["id"] = Message.Id.Value, ["v"] = "00" } }));
    }

    [Fact]
    public void Events_about_something_else_than_a_state_change_nothing()
    {
        using var vonage = Vonage("&signature=s1gn");

        Assert.Equal(ReportedState.UnderWay, vonage.Read(Reported(body: """{"reason":"Syntax error in NCCO.","uuid":"1"}"""))!.State);
    }

    [Theory]
    [InlineData("", "holds no private key of an application")]
    [InlineData("not a key", "holds no private key of an application")]
    [InlineData("public", "holds no private key of an application")]
    [InlineData("password", "holds no private key of an application")]
    [InlineData("short", "holds an RSA key of 1024 bits, and 2048 are needed")]
    [InlineData("open", "can be used by others besides its owner. Run `chmod 600")]
    [InlineData("missing", "private.key")]
    public void A_key_that_cannot_be_used_is_told_at_the_start_with_its_setting(string kind, string said)
    {
        using var small = RSA.Create(1024);
        Write(kind switch
        {
            "public" => key.ExportSubjectPublicKeyInfoPem(),
            "password" => key.ExportEncryptedPkcs8PrivateKeyPem("x", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            "short" => small.ExportPkcs8PrivateKeyPem(),
            "open" or "missing" => key.ExportRSAPrivateKeyPem(),
            _ => kind,
        });
        if (kind == "open" && !OperatingSystem.IsWindows()) File.SetUnixFileMode(KeyFile, (UnixFileMode)0b110_100_000);
        if (kind == "missing") File.Delete(KeyFile);

        var fault = Assert.Single(DeliveryServices.Faults(new() { Sms = new Settings.Gateways.SmsSettings().With(2, Gateway()) }));

        Assert.StartsWith("COUNTERSIGN_SMS_2: ", fault, StringComparison.Ordinal);
        Assert.Contains(said, fault, StringComparison.Ordinal);
        Assert.Throws<NotAsConfiguredException>(() => Vonage());
    }

    [Fact]
    public void Keys_of_both_forms_are_read()
    {
        Write(key.ExportRSAPrivateKeyPem());

        Assert.Empty(DeliveryServices.Faults(new() { Sms = new Settings.Gateways.SmsSettings().With(2, Gateway()) }));
    }

    private VonageCallGateway Gateway(string more = "") =>
        Read<VonageCallGateway>($"vonage-call://{Application}@%2B15005550006?key={KeyFile}&api={host.Address}{more}");

    private VonageCallSender Vonage(string more = "") => new(Gateway(more), ReportPlace, Clock);

    private void Write(string pem)
    {
        File.WriteAllText(KeyFile, pem);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static JsonNode WithoutText(JsonNode said)
    {
        var copy = said.DeepClone();
        copy["ncco"]![0]!["text"] = "…";
        return copy;
    }

    // Read as Vonage reads it: with the public half of the key.
    private JsonNode Claims(string header)
    {
        Assert.StartsWith("Bearer ", header, StringComparison.Ordinal);
        var parts = header["Bearer ".Length..].Split('.');
        Assert.Equal(3, parts.Length);
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
    }

    // What Vonage posts about a call ("Event webhook"), and how it signs that ("Decoding signed webhooks").
    private static ReportCall Reported(
        string status = "", string secret = "s1gn", string application = Application, string algorithm = "HS256", TimeSpan age = default,
        string? body = null)
    {
        body ??= JsonSerializer.Serialize(new SortedDictionary<string, string>
        {
            ["from"] = "15005550006",
            ["to"] = "358401234567",
            ["uuid"] = Call,
            ["conversation_uuid"] = "CON-f972836a-550f-45fa-956c-12a2ab5b7d22",
            ["status"] = status,
            ["direction"] = "outbound",
            ["timestamp"] = "2026-03-02T06:40:00.000Z",
        });
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"typ":"JWT","alg":"{{algorithm}}"}"""));
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iat"] = (Clock.GetUtcNow() - age).ToUnixTimeSeconds(),
            ["jti"] = "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
            ["iss"] = "Vonage",
            ["payload_hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))),
            ["api_key"] = "a1b2c3d",
            ["application_id"] = application,
        }));
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{head}.{claims}")));
        return GatewayTexts.Call(body, headers: new Dictionary<string, string> { ["Authorization"] = $"Bearer {head}.{claims}.{signature}" });
    }
}
