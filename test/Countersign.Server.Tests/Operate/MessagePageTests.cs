using System.Text.RegularExpressions;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>The operator's page of messages: what became of them, and never what they said.</summary>
public sealed class MessagePageTests
{
    [Fact]
    public async Task Nothing_was_sent_yet()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));

        var page = await admin.Open(PagePaths.OperateMessages);

        Assert.Contains("No message was sent yet.", page.Text, StringComparison.Ordinal);
        Assert.Contains("No messages are waiting.", page.Text, StringComparison.Ordinal);
        Assert.Contains("kept for 7 days", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_shows_where_it_went_masked_and_never_its_code()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        await SignInByText(server);
        var code = (await server.Inbox.Next("+14165550123", TestContext.Current.CancellationToken)).Code;

        var page = await admin.Open(PagePaths.OperateMessages);

        Assert.Contains("Code to sign in sent Text message •••• 0123", page.Text, StringComparison.Ordinal);
        Assert.Contains("1 sent, none failed", page.Text, StringComparison.Ordinal);
        Assert.Contains("SMS codes used 0 of 1", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(code, page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("4165550123", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_message_is_among_the_failed_with_the_reason()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        server.Inbox.Sms.Feel(GatewayMood.Refuse);
        await SignInByText(server);

        var failed = await admin.Open($"{PagePaths.OperateMessages}?show=failed");
        Assert.Contains("Code to sign in refused Text message •••• 0123", failed.Text, StringComparison.Ordinal);
        Assert.Contains("0 sent, 1 failed", failed.Text, StringComparison.Ordinal);
        Assert.Contains("400", failed.Text, StringComparison.Ordinal);

        Assert.Contains(
            "There is no such message.", (await admin.Open($"{PagePaths.OperateMessages}?show=waiting")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "There is no such message.", (await admin.Open($"{PagePaths.OperateMessages}?channel=email")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_an_account_one_comes_to_the_messages_of_its_person_and_of_nobody_else()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        await SignInByText(server);

        var linus = await admin.Open($"{PagePaths.OperateAccounts}/{await server.IdOf(server.People.Linus)}");
        var his = await admin.Open(linus.Links.Single(link => link.StartsWith($"{PagePaths.OperateMessages}?", StringComparison.Ordinal)));
        var hers = await admin.Open($"{PagePaths.OperateMessages}?account={await server.IdOf(server.People.Ada)}");

        Assert.Contains("To linus@example.org show everybody's Code to sign in sent Text message", his.Text, StringComparison.Ordinal);
        Assert.Contains(his.Links, link => link.Contains("show=failed&account=", StringComparison.Ordinal));
        Assert.Contains("There is no such message.", hers.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await admin.Open($"{PagePaths.OperateMessages}?account=99999")).Status);
    }

    [Fact]
    public async Task A_message_that_waits_says_since_when_and_until_when()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        await Put(server, 1, "waiting", lastError: "the gateway said 503 <b>\u202e\nsee http://evil.example/x");
        server.Clock.Advance(TimeSpan.FromMinutes(3));

        var page = await admin.Open($"{PagePaths.OperateMessages}?show=waiting");

        Assert.Contains("1 message is waiting; the oldest for 3 minutes.", page.Text, StringComparison.Ordinal);
        Assert.Contains("2 tries so far, the next 2 Mar 2026, 10:00 UTC", page.Text, StringComparison.Ordinal);
        Assert.Contains("the gateway said 503 b see http", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http://evil", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_message_is_on_one_page_and_no_two()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        await Put(server, 120, "sent");

        var (seen, path) = (new List<string>(), PagePaths.OperateMessages);
        var pages = 0;
        while (path is not null)
        {
            var page = await admin.Open(path);
            seen.AddRange(Regex.Matches(page.Text, @"p•••@x(\d+)\.example").Select(match => match.Groups[1].Value));
            path = page.Links.FirstOrDefault(link => link.Contains("before=", StringComparison.Ordinal));
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(number => $"{number}"), seen);
    }

    [Fact]
    public async Task Numbers_that_get_no_more_texts_are_named_by_their_beginning()
    {
        await using var server = await TestServer.Start(("SMS_CONVERSION_PERCENT", "50"));
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        var later = server.Clock.GetUtcNow().AddHours(5);
        await server.Change(tx => tx.Execute(
            $"INSERT INTO limits (bucket, hits, window_ends) VALUES ('sms-sent:+1416555', 20, {later}), ('sms-returned:+1416555', 9, " +
            $"{later}), ('sms-sent:+1604555', 20, {later}), ('sms-returned:+1604555', 10, {later})"));

        var page = await admin.Open(PagePaths.OperateMessages);

        Assert.Contains("19 of 40", page.Text, StringComparison.Ordinal);
        Assert.Contains("came back: +1416555.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_German()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Grace));
        admin.Headers["Accept-Language"] = "de";
        await Put(server, 1, "unknown");

        var page = await admin.Open(PagePaths.OperateMessages);

        Assert.Contains("Mitteilung zum Konto vielleicht geschickt", page.Text, StringComparison.Ordinal);
    }

    private static async Task SignInByText(TestServer server)
    {
        var linus = server.Browser();
        var door = await linus.Open(PagePaths.SignIn);
        await linus.Submit(door, PagePaths.SignIn, ("name", server.People.Linus.Email), ("password", TestPerson.Password));
    }

    // Next attempts lie in the future, so that the worker leaves these alone.
    private static Task Put(TestServer server, int count, string state, string? lastError = null)
    {
        return server.Change(async tx =>
        {
            for (var i = 1; i <= count; i++)
            {
                await tx.Execute($"""
                    INSERT INTO outbox (message_id, channel, kind, destination, state, attempts, next_attempt_at, expires_at, created_at, done_at, last_error)
                    VALUES ({$"msg_{i}"}, 'email', 'notice', {$"person@x{i}.example"}, {state}, 2, {tx.Now.AddHours(1)}, {tx.Now.AddDays(3)}, {tx.Now},
                            {(state == "waiting" ? (DateTimeOffset?)null : tx.Now)}, {lastError})
                    """);
            }
        });
    }
}
