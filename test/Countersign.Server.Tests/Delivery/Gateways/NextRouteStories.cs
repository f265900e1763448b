using Countersign.Core;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.TwilioStage;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>
/// Who gets a message next, and what its reader is told meanwhile. Gateway 1 is the webhook of the tests, 2 and 3 are Twilio, and 4 calls.
/// </summary>
public sealed class NextRouteStories : IAsyncLifetime
{
    private const string Prompt = "/sign-in/code";
    private const string GaveUp = "could not deliver it";
    private const string MayCome = "it may still come";
    private const string Handed = "Handed to the carrier";

    private GatewayHost second = null!;
    private GatewayHost third = null!;
    private GatewayHost calls = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        second = await GatewayHost.Start(201, """{"sid":"SM2"}""");
        third = await GatewayHost.Start(201, """{"sid":"SM3"}""");
        calls = await GatewayHost.Start(201, """{"sid":"CA1","status":"queued"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await third.DisposeAsync();
        await calls.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_does_not_leave_any_more_when_the_code_was_sent_again_and_taken()
    {
        await using var server = await TestServer.Start(("SMS", Texts(second)));
        second.Mood = _ => 503;
        var browser = await AtPrompt(server);
        await Waits(server, 31);
        var before = second.Requests.Count;
        second.Mood = null;

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send");
        Assert.Equal(before + 1, second.Requests.Count);
        await Waits(server, 90);

        Assert.Equal(before + 1, second.Requests.Count);
        Assert.Equal(
            1, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND state = 'dropped' AND sealed_body IS NULL"));
        Assert.Contains(Handed, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_gateway_has_goes_to_no_other_one_when_the_code_was_sent_again_and_taken()
    {
        await using var server = await Start("*:2>1", ("SMS_REPORT_WAIT", "40s"));
        var browser = await AtPrompt(server);
        await Waits(server, 31);

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send");
        await Waits(server, 120);

        Assert.Equal((2, 1, 3), (second.Requests.Count, server.Inbox.Sms.Requests.Count, await Paid(server)));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM outbox WHERE next_route_at IS NOT NULL OR sealed_body IS NOT NULL"));
    }

    // A gateway takes its time, and takes nothing in the end; the next one is asked when nobody needs the code any more.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_code_goes_to_the_next_gateway_once_its_sign_in_has_ended_or_its_life_is_over(bool hasEnded)
    {
        await using var server = await Start("*:2>1");
        second.Next(503, "");
        second.Before = async _ =>
        {
            if (hasEnded) await server.Change(tx => tx.Execute($"UPDATE challenges SET ended_at = {tx.Now}, sealed_code = NULL"));
            else await server.Change(tx => tx.Execute($"UPDATE outbox SET expires_at = {tx.Now}")); // It was asked for late.
        };

        await AtPrompt(server);
        await Waits(server, 60);

        Assert.Equal((1, 0), (second.Requests.Count, server.Inbox.Sms.Requests.Count));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms' AND sealed_body IS NOT NULL"));
    }

    [Fact]
    public async Task Whoever_cancels_a_sign_in_has_its_code_go_nowhere_any_more()
    {
        await using var server = await Start("*:2>1", ("SMS_REPORT_WAIT", "10s"));
        var browser = await AtPrompt(server);

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/cancel");
        await Waits(server, 60);

        Assert.Equal((1, 0), (second.Requests.Count, server.Inbox.Sms.Requests.Count));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM challenges WHERE ended_at IS NULL AND purpose = 'log_in'"));
    }

    [Fact]
    public async Task What_waits_leaves_when_the_code_was_sent_again_and_that_was_refused()
    {
        await using var server = await TestServer.Start(("SMS", Texts(second)));
        second.Mood = _ => 503;
        var browser = await AtPrompt(server);
        await Waits(server, 31);
        var before = second.Requests.Count;
        second.Mood = _ => second.Requests.Count == before + 1 ? 400 : 201;

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send");
        await Waits(server, 60);

        Assert.Equal(before + 2, second.Requests.Count);
        Assert.Contains(Handed, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_not_forgotten_when_the_next_gateway_takes_nothing()
    {
        await using var server = await Start("*:2>1");
        server.Inbox.Sms.Feel(GatewayMood.Refuse);
        var browser = await AtPrompt(server);

        await Report(server, second.Requests[0], "undelivered");
        await Waits(server, 3);

        Assert.Single(server.Inbox.Sms.Requests);
        Assert.Equal(ReportedState.Failed, (await GatewayReports.Newest(server, Ct)).Reported);
        Assert.Contains(GaveUp, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_not_forgotten_when_it_is_told_while_the_next_gateway_is_asked()
    {
        await using var server = await Start("*:2>3>1", ("SMS_REPORT_WAIT", "5s"));
        third.Before = _ => Report(server, second.Requests[0], "undelivered");
        third.Next(400, """{"code":21211}""");
        var browser = await AtPrompt(server);

        await Waits(server, 10);

        Assert.Equal((1, 1), (second.Requests.Count, third.Requests.Count));
        Assert.Equal(ReportedState.Failed, (await GatewayReports.Newest(server, Ct)).Reported);
        Assert.Contains(GaveUp, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_of_two_still_may_deliver_has_not_failed()
    {
        await using var server = await Start("*:2>3");
        second.Next(500, "");
        var browser = await AtPrompt(server);
        Assert.Single(third.Requests);

        await Report(server, third.Requests[0], "undelivered");
        await Waits(server, 3);

        var page = (await browser.Open(Prompt)).Text;
        Assert.Contains(MayCome, page, StringComparison.Ordinal);
        Assert.DoesNotContain(GaveUp, page, StringComparison.Ordinal);
        var told = (await server.As(server.People.Linus).Get("/users/current/messages/")).Ok()["messages"][0];
        Assert.False(told.TryGetProperty("reported", out var reported) && reported.ValueKind is not System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_nobody_can_deliver_any_more_is_not_said_to_come()
    {
        await using var server = await Start("*:2");
        second.Next(500, "");
        second.Next(500, "");
        var browser = await AtPrompt(server);
        await Waits(server, 10);
        Assert.Contains(MayCome, (await browser.Open(Prompt)).Text, StringComparison.Ordinal);

        await Report(server, second.Requests[0], "undelivered");

        var page = (await browser.Open(Prompt)).Text;
        Assert.Contains(GaveUp, page, StringComparison.Ordinal);
        Assert.DoesNotContain(MayCome, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_to_be_on_its_way_is_in_no_doubt()
    {
        await using var server = await Start("*:2");
        second.Next(500, "");
        second.Next(500, "");
        var browser = await AtPrompt(server);
        await Waits(server, 10);

        await Report(server, second.Requests[0], "sent");

        var page = (await browser.Open(Prompt)).Text;
        Assert.Contains(Handed, page, StringComparison.Ordinal);
        Assert.DoesNotContain(MayCome, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_at_one_and_is_unknown_at_another_may_come()
    {
        await using var server = await Start("*:2>3");
        third.Next(500, "");
        third.Next(500, "");
        var browser = await AtPrompt(server);

        await Report(server, second.Requests[0], "undelivered");
        await Waits(server, 10);

        var page = (await browser.Open(Prompt)).Text;
        Assert.Contains(MayCome, page, StringComparison.Ordinal);
        Assert.DoesNotContain(GaveUp, page, StringComparison.Ordinal);
        Assert.InRange(third.Requests.Count, 1, 2);
        Assert.Single(second.Requests);
    }

    [Fact]
    public async Task Whoever_is_refused_a_call_keeps_the_text_that_waits()
    {
        await using var server = await Start("*:1");
        server.Inbox.Sms.Feel([.. Enumerable.Repeat(GatewayMood.PutOff, 5)]);
        calls.Mood = _ => 400;
        var browser = await AtPrompt(server);
        await Waits(server, 31);
        Assert.Equal(5, server.Inbox.Sms.Requests.Count);

        var page = await browser.Follow(await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes")));
        Assert.Single(calls.Requests);
        Assert.DoesNotContain("code from the call", page.Text, StringComparison.Ordinal);
        await Waits(server, 150);

        Assert.Equal(6, server.Inbox.Sms.Requests.Count);
        page = await browser.Open(Prompt);
        Assert.Contains("code from the text message", page.Text, StringComparison.Ordinal);
        Assert.Contains(Handed, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_called_gets_no_text_that_waits()
    {
        await using var server = await Start("*:1");
        server.Inbox.Sms.Feel([.. Enumerable.Repeat(GatewayMood.PutOff, 5)]);
        var browser = await AtPrompt(server);
        await Waits(server, 31);

        await browser.Submit(await browser.Open(Prompt), $"{Prompt}/send", ("call", "yes"));
        await Waits(server, 90);

        Assert.Equal((1, 5), (calls.Requests.Count, server.Inbox.Sms.Requests.Count));
        Assert.Contains("You are being called", (await browser.Open(Prompt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_call_comes_next_nobody_reads_of_another_carrier()
    {
        await using var server = await Start("*:2>4");
        var browser = await AtPrompt(server);

        var page = (await browser.Open(Prompt)).Text;

        Assert.Contains("you are called", page, StringComparison.Ordinal);
        Assert.DoesNotContain("nother carrier", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_are_told_of_a_failure_when_nobody_else_has_it()
    {
        await using var server = await Start("*:2>3");
        await server.Change(tx => tx.Execute($"""
            INSERT INTO hooks (url, events, from_entry, created_at, disabled_at)
            VALUES ({"https://desk.example.net/in"}, {"message.failed"}, {0}, {tx.Now}, {tx.Now})
            """));
        _ = await AtPrompt(server);

        await Report(server, second.Requests[0], "undelivered");
        await Waits(server, 3);
        Assert.Single(third.Requests);
        Assert.Equal(0, await Failures(server));

        await Report(server, third.Requests[0], "undelivered");
        Assert.Equal(1, await Failures(server));
    }

    [Fact]
    public async Task What_left_in_part_is_paid_for()
    {
        await using var vonage = await GatewayHost.Start(200, """{"messages":[{"status":"0","message-id":"1"},{"status":"6"}]}""");
        await using var server = await Start("*:2>3", ("SMS_3", $"vonage://k3y:s3cret@ACME?api={vonage.Address}"));
        second.Next(500, "");

        _ = await server.As(server.People.Linus).Post("/tfa/sms/");
        await Waits(server, 30);

        Assert.Equal((1, 1, 2), (second.Requests.Count, vonage.Requests.Count, await Paid(server)));
    }

    private static Task<long> Failures(TestServer server) => server.Number($"""
        SELECT (SELECT count(*) FROM hook_news WHERE news = 'failed') + (SELECT count(*) FROM hook_events WHERE type = 'message.failed')
        """);

    private Task<TestServer> Start(string routes, params (string, string)[] more) => TestServer.Start(
    [
        .. new[] { ("SMS_2", Texts(second)), ("SMS_3", Texts(third)), ("SMS_4", Calls(calls)), ("SMS_ROUTES", routes) }
            .Where(each => more.All(other => other.Item1 != each.Item1)),
        .. more,
    ]);
}
