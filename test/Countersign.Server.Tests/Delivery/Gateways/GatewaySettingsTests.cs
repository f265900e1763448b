using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class GatewaySettingsTests : IDisposable
{
    private const string Good = """
        { "api": "https://sms.example.org", "path": "/send", "fields": ["key"], "headers": { "X-Key": "{key}" },
          "json": { "to": "{to}", "text": "{text}" }, "answers": [{ "status": "200-299", "means": "taken" }] }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-gateways-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("twilio://AC1:s3cret@%2B15005550006", "https://api.twilio.com/")]
    [InlineData("twilio://AC1:s3cret@%2B15005550006?api=https://api.dublin.ie1.twilio.com", "https://api.dublin.ie1.twilio.com/")]
    [InlineData("twilio-call://AC1:s3cret@%2B15005550006", "https://api.twilio.com/")]
    [InlineData("vonage://k3y:s3cret@ACME", "https://rest.nexmo.com/")]
    [InlineData("vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf@%2B15005550006?key=/k.pem&signature=s3cret", "https://api.nexmo.com/")]
    [InlineData("sns://AKID:s3cret%2Fx@eu-west-1", "https://sns.eu-west-1.amazonaws.com/")]
    [InlineData("kannel://tester:s3cret@127.0.0.1:13013", "http://127.0.0.1:13013/cgi-bin/sendsms")]
    [InlineData("kannel+https://tester:s3cret@sms.example.org/x?from=ACME", "https://sms.example.org/x")]
    [InlineData("mail://{number}@sms.example.org", null)]
    [InlineData("messagebird://s3cret@ACME", "https://rest.messagebird.com/")]
    [InlineData("infobip://s3cret@ACME?api=https://xyz.api.infobip.com", "https://xyz.api.infobip.com/")]
    public void A_gateway_is_one_line(string text, string? address)
    {
        var gateway = SmsGatewayReader.Read(text).Gateway;

        Assert.NotNull(gateway);
        Assert.Equal(address, gateway.Address?.AbsoluteUri);
        Assert.DoesNotContain("s3cret", gateway.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twilio://s3cret@%2B15005550006")]
    [InlineData("twilio://XX1:s3cret@%2B15005550006")]
    [InlineData("twilio://AC1:s3cret@")]
    [InlineData("twilio://AC1:s3cret@x?aip=https://example.org")]
    [InlineData("twilio://AC1:s3cret@x?api=ftp://example.org")]
    [InlineData("twilio-call://AC1:s3cret@ACME")]
    [InlineData("twilio-call://AC1:s3cret@MG0123456789abcdef0123456789abcdef")]
    [InlineData("vonage://k3y@ACME")]
    [InlineData("vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf@%2B15005550006")]
    [InlineData("vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf@ACME?key=/k.pem")]
    [InlineData("vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf:s3cret@%2B15005550006?key=/k.pem")]
    [InlineData("vonage-call://k3y@%2B15005550006?key=/k.pem&signature=s3cret")]
    [InlineData("sns://AKID:s3cret@EU West")]
    [InlineData("kannel://tester@127.0.0.1:13013")]
    [InlineData("mail://number@sms.example.org")]
    [InlineData("messagebird://@ACME")]
    [InlineData("messagebird://s3cret")]
    [InlineData("infobip://s3cret@ACME")]
    [InlineData("sinch://plan1@ACME")]
    [InlineData("carrierpigeon://s3cret@ACME")]
    public void What_is_none_is_refused_without_a_secret_in_the_words(string text)
    {
        var outcome = SettingsReader.Read(
            new Dictionary<string, string> { ["COUNTERSIGN_DATA"] = folder, ["COUNTERSIGN_SMS"] = text }, null);

        Assert.Null(outcome.Settings);
        Assert.DoesNotContain("s3cret", string.Join('\n', outcome.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_the_operators_own_is_read_from_its_file()
    {
        var gateway = Assert.IsType<TemplateGateway>(Read(Good, "?key=s3cret").Gateway);

        Assert.Equal(("https://sms.example.org/", "s3cret"), (gateway.Address!.AbsoluteUri, gateway.Values["key"].Reveal()));
    }

    [Theory]
    [InlineData("\"path\"", "\"pth\"", "?key=1", "nobody knows \"pth\"")]
    [InlineData("{text}", "{texts}", "?key=1", "nothing fills the hole {texts}")]
    [InlineData("\"text\": \"{text}\"", "\"x\": \"y\"", "?key=1", "the hole {text} is missing")]
    [InlineData("\"to\": \"{to}\", ", "", "?key=1", "the hole {to} is missing")]
    [InlineData("\"taken\"", "\"took\"", "?key=1", "taken, refused, our-fault or later")]
    [InlineData("{text}", "{text} {spoken}", "?key=1", "give {text} or {spoken}, and not both")]
    [InlineData("\"/send\"", "\"/send?x={spoken}\"", "?key=1", "give {text} or {spoken}, and not both")]
    [InlineData("\"200-299\"", "\"2xx\"", "?key=1", "\"status\" of an answer")]
    [InlineData("\"/send\"", "\"/send?x={text}\"", "?key=1", "does not belong into an address")]
    [InlineData("\"https://sms.example.org\"", "\"sms.example.org\"", "?key=1", "\"api\" isn't an http or https address")]
    [InlineData("{ \"api\"", "{{ \"api\"", "?key=1", "isn't JSON")]
    [InlineData("\"means\": \"taken\"", "\"iz\": [\"x\"], \"means\": \"taken\"", "?key=1", "nobody knows \"iz\" in an answer; did you mean \"is\"?")]
    [InlineData("\"answers\"", "\"reports\": \"yes\", \"answers\"", "?key=1", "\"reports\" must be an object")]
    [InlineData("\"answers\"", "\"reports\": {\"at\":\"s\",\"deliverd\":[\"x\"]}, \"answers\"", "?key=1", "nobody knows \"deliverd\" in \"reports\"")]
    [InlineData("\"answers\"", "\"reports\": {\"at\":\"s\",\"delivered\":[]}, \"answers\"", "?key=1", "\"delivered\" must hold a word")]
    [InlineData("\"X-Key\"", "\"X-Text\":\"{text}\", \"X-Key\"", "?key=1", "what a message says does not belong into a header")]
    [InlineData("\"X-Key\"", "\"X-A\":\"a\\nX-B: c\", \"X-Key\"", "?key=1", "\"X-A\" holds a character that no header can carry")]
    [InlineData("\"X-Key\"", "\"X A\":\"a\", \"X-Key\"", "?key=1", "\"X A\" isn't the name of a header")]
    [InlineData("\"X-Key\"", "\"Content-Type\":\"text/xml\", \"X-Key\"", "?key=1", "\"Content-Type\" isn't yours to set")]
    [InlineData("{text}", "{text} {Key}", "?key=1", "{Key} is written as a hole and isn't one")]
    [InlineData("\"to\": \"{to}\"", "\"{to}\": \"{to}\"", "?key=1", "a hole fills values, and no names")]
    [InlineData("\"/send\"", "\"/send#x\"", "?key=1", "\"path\" holds a character")]
    [InlineData("\"/send\"", "\"/send/{to-digits}\"", "?key=1", "does not belong into an address")]
    [InlineData("\"means\": \"taken\"", "\"is\": [\"x\"], \"means\": \"taken\"", "?key=1", "\"is\" of an answer needs \"at\"")]
    [InlineData("\"200-299\"", "\"20-299\"", "?key=1", "from 100 to 599")]
    [InlineData("\"taken\" }", "\"taken\" }, { \"status\": \"201\", \"means\": \"later\" }", "?key=1", "answer 2 is never reached")]
    [InlineData("\"taken\" }", "\"taken\" }, { \"status\": \"201\", \"at\": \"s\", \"means\": \"later\" }", "?key=1", "answer 2 is never reached")]
    [InlineData("\"taken\" }", "\"taken\" }, { \"status\": \"200-299\", \"means\": \"taken\" }", "?key=1", "answer 2 is never reached")]
    [InlineData(
        "\"means\": \"taken\" }", "\"at\": \"s\", \"is\": [\"a\", \"b\"], \"means\": \"taken\" }, " +
            "{ \"status\": \"202\", \"at\": \"s\", \"is\": [\"b\"], \"means\": \"later\" }", "?key=1", "answer 2 is never reached")]
    [InlineData(
        "{ \"status\": \"200-299\", \"means\": \"taken\" }", "{ \"status\": \"200-249\", \"means\": \"taken\" }, " +
            "{ \"status\": \"250-299\", \"means\": \"taken\" }, { \"status\": \"240-260\", \"means\": \"later\" }", "?key=1",
        "answer 3 is never reached")]
    [InlineData("\"to\": \"{to}\"", "\"to\": \"{to}\", \"url\": \"{report}\"", "?key=1", "the hole {report} needs \"reports\"")]
    [InlineData("[\"key\"]", "[\"key\", \"user\"]", "?key=1&user=2", "\"fields\" names \"user\", and no hole is called so")]
    [InlineData("[\"key\"]", "[\"key\", \"key\"]", "?key=1", "\"fields\" names \"key\" twice")]
    [InlineData("[\"key\"]", "[\"key\", \"id\"]", "?key=1&id=2", "\"id\" is filled for everybody")]
    [InlineData("\"path\"", "\"method\": \"GET\", \"path\"", "?key=1", "a GET has no body")]
    [InlineData(
        "\"answers\"", "\"reports\": {\"at\":\"s\",\"delivered\":[\"x\"],\"failed\":[\"x\"]}, \"answers\"", "?key=1", "\"x\" is delivered and failed")]
    [InlineData("x", "x", "", "needs \"key\"")]
    [InlineData("x", "x", "?key=1&kye=2", "has no field \"kye\"")]
    public void What_is_wrong_with_a_description_is_said_at_the_start(string now, string then, string options, string words)
    {
        var read = Read(Good.Replace(now, then, StringComparison.Ordinal), options);

        Assert.Null(read.Gateway);
        Assert.Contains(words, read.Why!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("[ 1 ]")]
    public void Answers_that_are_none_are_told(string answers)
    {
        var at = Good.IndexOf("\"answers\":", StringComparison.Ordinal) + "\"answers\":".Length;
        var end = Good.IndexOf(']', at) + 1;
        var read = Read(Good[..at] + answers + Good[end..], "?key=1");

        Assert.Null(read.Gateway);
        Assert.Contains("answer", read.Why!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twilio://AC1:s3cret@x?aip=https://example.org", "There is no option \"aip\" here; did you mean \"api\"?")]
    [InlineData("sns://AKID:s3cret@eu-west-1?sendr=ACME", "There is no option \"sendr\" here; did you mean \"sender\"?")]
    [InlineData("kannel://tester:s3cret@127.0.0.1:13013?form=x", "There is no option \"form\" here; did you mean \"from\"?")]
    [InlineData("twillio://AC1:s3cret@x", "did you mean `twilio://`?")]
    [InlineData("mesagebird://s3cret@ACME", "did you mean `messagebird://`?")]
    [InlineData("infobip://s3cret@ACME?bse=x", "infobip has no field \"bse\"")]
    [InlineData("smpp://user:s3cret@smpp.carrier.example:2775", "`kannel://user:password@host:13013`")]
    [InlineData("smpps://user:s3cret@smpp.carrier.example:2775", "`kannel://user:password@host:13013`")]
    [InlineData("carrierpigeon://s3cret@ACME", "No gateway begins so")]
    public void What_is_wrong_with_a_gateway_is_said_and_nothing_else(string text, string words)
    {
        var outcome = SettingsReader.Read(
            new Dictionary<string, string> { ["COUNTERSIGN_DATA"] = folder, ["COUNTERSIGN_SMS"] = text }, null);

        var fault = Assert.Single(outcome.Faults);
        Assert.Contains(words, fault, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("webhook", fault, StringComparison.Ordinal);
        Assert.InRange(fault.Length, 1, 250);
    }

    [Fact]
    public void A_description_that_is_not_there_is_said_so() =>
        Assert.Contains("/nowhere/x.json cannot be read", SmsGatewayReader.Read("template:/nowhere/x.json").Why!, StringComparison.Ordinal);

    [Theory]
    [InlineData("COUNTERSIGN_SMS_2", "kannel://tester:hunter2@10.0.0.7:13013", "COUNTERSIGN_SMS_2 would send codes to another machine")]
    [InlineData("COUNTERSIGN_SMS_3", "twilio://AC1:hunter2@x?api=http://sms.example.org", "COUNTERSIGN_SMS_3 would send codes")]
    [InlineData("COUNTERSIGN_SMS", "mail://{number}@sms.example.org", "COUNTERSIGN_SMTP must then name the mail server")]
    [InlineData("COUNTERSIGN_SMS_ROUTES", "FI:1>2", "COUNTERSIGN_SMS_ROUTES names gateway 1, and COUNTERSIGN_SMS is none")]
    [InlineData("COUNTERSIGN_SMS_ROUTES", "XX:1", "COUNTERSIGN_SMS_ROUTES is \"XX:1\"")]
    public void Settings_of_gateways_that_do_not_fit_are_told(string name, string value, string words)
    {
        var outcome = SettingsReader.Read(new Dictionary<string, string> { ["COUNTERSIGN_DATA"] = folder, [name] = value }, null);

        Assert.Contains(words, string.Join('\n', outcome.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join('\n', outcome.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twilio-call://AC1:hunter2@%2B15005550006", "none", "", "COUNTERSIGN_SMS names only gateways that call people")]
    [InlineData("twilio://AC1:hunter2@x", "twilio-call://AC1:hunter2@%2B15005550006", "*:2", "has people of * called before")]
    [InlineData("twilio://AC1:hunter2@x", "twilio-call://AC1:hunter2@%2B15005550006", "FI:2>1 *:1", "has people of FI called before")]
    [InlineData("twilio://AC1:hunter2@x", "twilio-call://AC1:hunter2@%2B15005550006", "*:1|2", "has people of * called before")]
    [InlineData("twilio://AC1:hunter2@x", "twilio-call://AC1:hunter2@%2B15005550006", "*:1>2", null)]
    public void Gateways_that_call_come_behind_one_that_writes(string one, string two, string routes, string? words)
    {
        var outcome = SettingsReader.Read(new Dictionary<string, string>
        {
            ["COUNTERSIGN_DATA"] = folder,
            ["COUNTERSIGN_SMS"] = one,
            ["COUNTERSIGN_SMS_2"] = two,
            ["COUNTERSIGN_SMS_ROUTES"] = routes,
        }, null);

        var faults = string.Join('\n', outcome.Faults);
        Assert.Equal(words is null, !faults.Contains("call", StringComparison.Ordinal));
        Assert.Contains(words ?? "", faults, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", faults, StringComparison.Ordinal);
    }

    private GatewayRead Read(string description, string options)
    {
        var path = Path.Combine(folder, "own.json");
        File.WriteAllText(path, description);
        return SmsGatewayReader.Read($"template:{path}{options}");
    }
}
