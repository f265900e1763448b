using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>Gateway 1 is the webhook of the tests, gateway 2 calls, and gateway 3 is Twilio's text messages, which reports.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Prompt = "/sign-in/code";
    private const string Wish = "Call me instead";

    private GatewayHost calls = null!;
    private GatewayHost texts = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        calls = await GatewayHost.Start(201, """{"sid":"CA1","status":"queued"}""");
        texts = await GatewayHost.Start(201, """{"sid":"SM1","status":"queued"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await calls.DisposeAsync();
        await texts.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_is_called_unless_a_gateway_calls()
    {
        await using var server = await TestServer.Start();
        var (browser, _) = await AtPrompt(server);
        await Waits(server, 31);

        var page = await browser.Open(Prompt);
        Assert.DoesNotContain(Wish, page.Text, StringComparison.Ordinal);
        await browser.Submit(page, $"{Prompt}/send", ("call", "yes"));

        Assert.Single(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task Somebody_whose_text_is_late_is_called_and_gets_in_by_the_same_code()
    {
        await using var server = await Start();
        var (browser, code) = await AtPrompt(server);
        Assert.DoesNotContain(Wish, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
        await Waits(server, 31);
        var page = await browser.Open(Prompt);
        Assert.Contains(Wish, page.Text, StringComparison.Ordinal);

        page = await browser.Follow(await browser.Submit(page, $"{Prompt}/send", ("call", "yes")));

        Assert.Contains("You are being called", page.Text, StringComparison.Ordinal);
        Assert.Equal(code + code, Digits(Assert.Single(calls.Requests)));
        Assert.Equal(HttpStatusCode.OK, await Report(server, calls.Requests[0], "CallStatus", "completed"));
        page = await browser.Open(Prompt);
        Assert.Contains("The call was answered", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Wish, page.Text, StringComparison.Ordinal);
        var led = await browser.Submit(page, Prompt, ("code", code));
        Assert.False(led.Location!.StartsWith("/sign-in", StringComparison.Ordinal), led.Location);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_misses_a_call_reads_so_and_operators_see_a_call_and_no_text()
    {
        await using var server = await Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        var (browser, _) = await AtPrompt(server);
        await Waits(server, 31);
        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes"));
        await Report(server, Assert.Single(calls.Requests), "CallStatus", "no-answer");

        var page = await browser.Open(Prompt);
        Assert.Contains("The call was not answered:", page.Text, StringComparison.Ordinal);
        Assert.Contains("The code is still good", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("being called", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No call yet", page.Text, StringComparison.Ordinal);

        var seen = (await admin.Open("/operate/messages")).Text;
        Assert.Contains("Code to sign in sent Phone call •••• 0123", seen, StringComparison.Ordinal);
        Assert.Contains("Gateway 2: the call came to nothing, said", seen, StringComparison.Ordinal);
        Assert.Contains("nobody answered the call", seen, StringComparison.Ordinal);
        Assert.Contains("Code to sign in sent Text message •••• 0123", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_call_was_refused_nobody_reads_that_they_are_called()
    {
        await using var server = await Start(("SMS_ROUTES", "*:3>2"));
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        calls.Mood = _ => 401;
        var (browser, _) = await AtPrompt(server, byTwilio: true);
        await Report(server, texts.Requests[0], "MessageStatus", "undelivered");
        await Waits(server, 3);
        Assert.Single(calls.Requests);

        var page = await browser.Open(Prompt);
        Assert.DoesNotContain("being called", page.Text, StringComparison.Ordinal);
        Assert.Contains("Handed to the carrier", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Phone call", (await admin.Open("/operate/messages")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_waits_is_not_said_to_be_made()
    {
        await using var server = await Start();
        var (browser, _) = await AtPrompt(server);
        await Waits(server, 31);
        calls.Next(503, "");

        var page = await browser.Follow(await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes")));

        Assert.Single(calls.Requests);
        Assert.DoesNotContain("being called", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_called_is_asked_for_the_code_of_the_call()
    {
        await using var server = await Start();
        var (browser, _) = await AtPrompt(server);
        Assert.Contains("Enter the 6-digit code from the text message to", (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
        await Waits(server, 31);

        var page = await browser.Follow(await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes")));

        Assert.Contains("Enter the 6-digit code from the call to •••• 0123.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("code from the text message", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_called_before_a_text_had_its_time()
    {
        await using var server = await Start();
        var (browser, _) = await AtPrompt(server);
        await Waits(server, 28);

        var page = await browser.Open(Prompt);
        await browser.Submit(page, $"{Prompt}/send", ("call", "yes"));

        Assert.Empty(calls.Requests);
    }

    [Fact]
    public async Task A_call_speaks_the_language_of_its_reader()
    {
        await using var server = await Start();
        var linus = server.People.Linus;
        await server.Db.Write(tx => tx.Execute($"UPDATE accounts SET language = {"de"} WHERE email = {linus.Email}"), Ct);
        var (browser, code) = await AtPrompt(server);
        await Waits(server, 31);

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes"));

        var script = XElement.Parse(Assert.Single(calls.Requests).Form["Twiml"]);
        Assert.All(script.Elements("Say"), line => Assert.Equal("de-DE", line.Attribute("language")!.Value));
        Assert.StartsWith("Guten Tag. Hier ist Countersign.", script.Elements("Say").First().Value, StringComparison.Ordinal);
        Assert.Equal(code + code, Digits(calls.Requests[0]));
    }

    [Theory]
    [InlineData("SMS_IN_ALL", "1/1d", 0)]
    [InlineData("SMS_PER_ACCOUNT_LONG", "4/1d", 1)]
    [InlineData("SMS_PER_NUMBER_LONG", "4/1d", 1)]
    [InlineData("CALLS_IN_ALL", "1/1d", 1)]
    [InlineData("SENDS_PER_CHALLENGE", "2", 1)]
    public async Task A_call_takes_what_a_text_takes_and_what_calls_may_cost(string setting, string value, int most)
    {
        await using var server = await Start((setting, value));
        var (browser, _) = await AtPrompt(server);

        for (var n = 0; n < 3; n++)
        {
            await Waits(server, 31);
            await browser.Post($"{Prompt}/send", (await browser.Open(Prompt)).FormOf($"{Prompt}/send").Append(new("call", "yes")));
        }

        Assert.Equal(most, calls.Requests.Count);
        Assert.Single(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task A_crowd_that_asks_to_be_called_is_called_once()
    {
        await using var server = await Start();
        var (browser, _) = await AtPrompt(server);
        await Waits(server, 31);
        var form = (await browser.Open(Prompt)).FormOf($"{Prompt}/send").Append(new("call", "yes")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => browser.Copy().Post($"{Prompt}/send", form)));

        Assert.Single(calls.Requests);
        Assert.Equal(2, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms'"));
    }

    [Fact]
    public async Task Whoever_is_called_gets_no_second_text_and_no_second_call_by_the_routes()
    {
        await using var server = await Start(("SMS_ROUTES", "*:3>1>2"), ("SMS_REPORT_WAIT", "2m"));
        var (browser, _) = await AtPrompt(server, byTwilio: true);
        await Waits(server, 31);

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes"));
        await Waits(server, 200);

        Assert.Single(calls.Requests);
        Assert.Single(texts.Requests);
        Assert.Empty(server.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task Where_the_operator_names_it_last_a_call_follows_a_text_that_did_not_arrive_and_once()
    {
        await using var server = await Start(("SMS_ROUTES", "*:3>2"));
        (await server.As(server.People.Linus).Post("/tfa/sms/")).Ok();
        Assert.Empty(calls.Requests);

        // What was told of the text is read before the call has anything to say.
        var isRead = new TaskCompletionSource();
        calls.Before = _ => isRead.Task;
        Assert.Equal(HttpStatusCode.OK, await Report(server, texts.Requests[0], "MessageStatus", "undelivered", ("ErrorCode", "30003")));
        Assert.Equal("Twilio refuses the number (error 30003)", (await GatewayReports.Newest(server, Ct)).Reason);
        isRead.SetResult();
        await Waits(server, 3);

        Assert.Equal(Code(texts.Requests[0].Form["Body"]) + Code(texts.Requests[0].Form["Body"]), Digits(Assert.Single(calls.Requests)));
        Assert.Equal(HttpStatusCode.OK, await Report(server, calls.Requests[0], "CallStatus", "no-answer"));
        await Waits(server, 200);
        Assert.Single(calls.Requests);
        Assert.Single(texts.Requests);
        Assert.Equal((2, ReportedState.Failed),
            ((await GatewayReports.Newest(server, Ct)).Gateway, (await GatewayReports.Newest(server, Ct)).Reported));
    }

    [Fact]
    public async Task A_call_by_the_routes_is_charged_as_one()
    {
        await using var server = await Start(("SMS_ROUTES", "*:3>2"), ("CALLS_IN_ALL", "1/1d"));
        foreach (var person in (TestPerson[])[server.People.Linus, server.People.Linus])
        {
            (await server.As(person).Post("/tfa/sms/")).Ok();
            await Report(server, texts.Requests[^1], "MessageStatus", "undelivered");
            await Waits(server, 31);
        }

        Assert.Equal((2, 1), (texts.Requests.Count, calls.Requests.Count));
    }

    [Fact]
    public async Task Nobody_is_called_at_a_number_that_is_to_be_added()
    {
        await using var server = await Start(("SMS_ROUTES", "*:3>2"));
        var ada = server.As(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        (await ada.Post("/tfa/sms/", new { phone_number = "+14165550123" })).Ok();

        await Report(server, texts.Requests[0], "MessageStatus", "undelivered");
        await Waits(server, 60);

        Assert.Empty(calls.Requests);
    }

    private Task<TestServer> Start(params (string, string)[] more) => TestServer.Start(
    [
        ("SMS_2", $"twilio-call://{Account}:s3cret@%2B15005550006?api={calls.Address}"),
        ("SMS_3", $"twilio://{Account}:s3cret@%2B15005550006?api={texts.Address}"),
        ("SMS_ROUTES", "*:1"),
        .. more,
    ]);

    private async Task<(PageVisitor Browser, string Code)> AtPrompt(TestServer server, bool byTwilio = false)
    {
        var linus = server.People.Linus;
        var browser = server.Browser();
        var led = await browser.Submit(
            await browser.Open("/sign-in"), "/sign-in", ("name", linus.Email), ("password", TestPerson.Password));
        Assert.StartsWith(Prompt, led.Location, StringComparison.Ordinal);
        return (browser, byTwilio ? Code(texts.Requests[0].Form["Body"]) : (await server.NextCode(linus.Number!)).Code!);
    }

    private static string Digits(HostedRequest call) => string.Concat(
        XElement.Parse(call.Form["Twiml"]).Elements("Say").Select(line => line.Value).Where(line => line.Length == 1));

    private static string Code(string text) => text[..6];

    // Second by second, so that whoever looks by the clock does.
    private static async Task Waits(TestServer server, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Ct);
        }

        var now = server.Clock.GetUtcNow();
        var due = 1L;
        for (var look = 0; look < 250 && due > 0; look++)
        {
            await Task.Delay(20, Ct);
            due = await server.Number($"SELECT count(*) FROM outbox WHERE claimed_until > {now} OR next_route_at <= {now}");
        }
    }

    private static async Task<HttpStatusCode> Report(
        TestServer server, HostedRequest about, string field, string state, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string> { ["AccountSid"] = Account, [field] = state };
        foreach (var (name, value) in more) form[name] = value;
        var address = about.Form["StatusCallback"];
        var signed = address + string.Concat(form.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value));
#pragma warning disable CA5350 // Twilio signs with it.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes("s3cret"), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        using var call = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        call.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await server.Http.SendAsync(call, Ct);
        return answer.StatusCode;
    }
}
