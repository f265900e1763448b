using System.Net;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class DevInboxTests : IAsyncLifetime
{
    private TestServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DevInbox Inbox => server.Services.GetRequiredService<DevInbox>();

    public async ValueTask InitializeAsync() => server = await TestServer.StartDevelopment();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_script_reads_the_newest_code_for_a_number()
    {
        await Sms("111111");
        await Mail("222222");
        await Sms("333333");

        var messages = await Ask($"/dev/inbox?to={DeliveryWorld.LinusNumber}");

        Assert.Equal(["333333", "111111"], messages.Select(message => message.GetProperty("code").GetString()));
        var newest = messages[0];
        Assert.Equal(3, newest.GetProperty("id").GetInt64());
        Assert.Equal("sms", newest.GetProperty("channel").GetString());
        Assert.Equal("log_in_code", newest.GetProperty("kind").GetString());
        Assert.Equal(DeliveryWorld.LinusNumber, newest.GetProperty("to").GetString());
        Assert.Equal(server.Clock.GetUtcNow(), newest.GetProperty("received_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Whoever_waits_gets_the_message_when_it_comes()
    {
        await Sms("111111");
        var waiting = Ask($"/dev/inbox?to=%2B358401234567&wait=30&after=1");
        await Mail("222222");
        await Sms("333333");

        Assert.Equal("333333", Assert.Single(await waiting).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Waiting_ends_with_nothing_when_nothing_comes()
    {
        var waiting = Inbox.Wait("nobody@example.org", 0, TimeSpan.FromSeconds(30), Ct);
        await Sms("111111");
        Assert.False(waiting.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(await waiting);
    }

    [Fact]
    public async Task A_script_gets_the_same_bytes_as_ever()
    {
        await Sms("111111");

        Assert.Equal(
            """{"messages":[{"id":1,"channel":"sms","to":"\u002B358401234567","kind":"log_in_code","subject":"","text":"111111 is your Countersign code to sign in. It works for 10 minutes. Not you? Change your password.\n@login.example.org #111111","code":"111111","received_at":"2026-03-02T09:00:00+00:00"}]}""",
            await server.Http.GetStringAsync("/dev/inbox?after=0", Ct));
    }

    [Fact]
    public async Task A_browser_gets_a_page_in_the_dress_of_the_others_with_the_code_picked_out()
    {
        await Mail("222222");
        var page = await Page();

        Assert.Contains("<strong>222222</strong>", page, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"222222\"", page, StringComparison.Ordinal);
        Assert.Contains("countersign.css", page, StringComparison.Ordinal);
        Assert.Contains(DeliveryWorld.AdasAddress, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_the_page_loads_itself_again() =>
        Assert.Contains("<noscript><meta http-equiv=\"refresh\"", await Page(), StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_inbox_says_so() =>
        Assert.Contains("No messages yet.", await Page(), StringComparison.Ordinal);

    [Fact]
    public async Task It_speaks_German_too() =>
        Assert.Contains("Postfach der Entwicklung", await Page(language: "de"), StringComparison.Ordinal);

    [Fact]
    public async Task One_persons_messages_can_be_picked()
    {
        await Mail("222222");
        await Sms("333333");
        var page = await Page("?to=%2B358401234567");

        Assert.Contains("<strong>333333</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("222222", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/dev/inbox?to=ada%40example.org\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_this_server_can_be_followed_and_others_not()
    {
        var home = server.Http.BaseAddress!;
        var text = $"Open {home}verify-email?token=a&b. Not https://evil.example/ nor {home.Scheme}://{home.Authority}.evil.example/x";
        await new InboxSender(Channel.Email, Inbox).Send(
            new(MessageId.New(), "ada@example.org", new(MessageKind.Notice, "News", text, "")), Ct);
        var page = await Page();

        Assert.Contains(
            $"<a href=\"{home}verify-email?token=a&amp;b\">{home}verify-email?token=a&amp;b</a>. Not", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=\"https://evil", page, StringComparison.Ordinal);
        Assert.Single(page.Split($"<a href=\"{home}").Skip(1));
    }

    [Fact]
    public async Task Every_page_of_a_development_server_leads_to_the_inbox()
    {
        foreach (var path in new[] { "/sign-in", "/sign-up", "/forgot-password" })
            Assert.Contains("<a href=\"/dev/inbox\">", await Page(path: path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_development_there_is_no_inbox_and_no_word_of_it()
    {
        await using var server = await TestServer.Start();

        Assert.DoesNotContain("inbox", await server.Http.GetStringAsync("/sign-in", Ct), StringComparison.OrdinalIgnoreCase);
        foreach (var accept in new[] { "text/html", "*/*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/inbox");
            request.Headers.Accept.ParseAdd(accept);
            using var answer = await server.Http.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_message_cannot_put_markup_into_the_page()
    {
        var notice = new Message(MessageKind.Notice, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "");
        await new InboxSender(Channel.Email, Inbox).Send(new(MessageId.New(), "\"><b>@example.org", notice), Ct);
        var page = await Page();

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_newest_messages_are_kept()
    {
        for (var messages = 0; messages < DevInbox.Size + 10; messages++) await Sms("111111");

        Assert.Equal(DevInbox.Size, Inbox.Newest().Count);
        Assert.Equal(DevInbox.Size + 10, Inbox.Newest()[0].Id);
    }

    private Task<SendOutcome> Sms(string digits) => Put(Channel.Sms, DeliveryWorld.LinusNumber, digits);

    private Task<SendOutcome> Mail(string digits) => Put(Channel.Email, DeliveryWorld.AdasAddress, digits);

    private Task<SendOutcome> Put(Channel channel, string to, string digits) => new InboxSender(channel, Inbox).Send(
        new(MessageId.New(), to, DeliveryWorld.Texts.CodeToLogIn(channel, DeliveryWorld.CodeOf(digits), DeliveryWorld.CodeLife)), Ct);

    private async Task<List<JsonElement>> Ask(string address)
    {
        using var answer = JsonDocument.Parse(await server.Http.GetStringAsync(address, Ct));
        return [.. answer.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    private async Task<string> Page(string query = "", string path = "/dev/inbox", string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var answer = await server.Http.SendAsync(request, Ct);
        Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Contains("default-src 'none'", $"{answer.Headers.GetValues("Content-Security-Policy").Single()}", StringComparison.Ordinal);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
