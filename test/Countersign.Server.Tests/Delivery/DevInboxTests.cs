using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class DevInboxTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly DevInbox _inbox;
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;

    public DevInboxTests()
    {
        _inbox = new(_clock);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(_inbox);
        _app = builder.Build();
        _app.UseRouting();
        _app.MapDevInbox();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(Ct);
        _http.BaseAddress = new(_app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

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
        Assert.Equal(_clock.GetUtcNow(), newest.GetProperty("received_at").GetDateTimeOffset());
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
        var waiting = _inbox.Wait("nobody@example.org", 0, TimeSpan.FromSeconds(30), Ct);
        await Sms("111111");
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(await waiting);
    }

    [Fact]
    public async Task A_browser_gets_a_page_that_refreshes_itself_and_picks_the_code_out()
    {
        await Mail("222222");
        var page = await Page();

        Assert.Contains("<b>222222</b>", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains(DeliveryWorld.AdasAddress, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_cannot_put_markup_into_the_page()
    {
        var notice = new Message(MessageKind.Notice, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "");
        await new InboxSender(Channel.Email, _inbox).Send(new(MessageId.New(), "\"><b>@example.org", notice), Ct);
        var page = await Page();

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_newest_messages_are_kept()
    {
        for (var messages = 0; messages < DevInbox.Size + 10; messages++) await Sms("111111");

        Assert.Equal(DevInbox.Size, _inbox.Newest().Count);
        Assert.Equal(DevInbox.Size + 10, _inbox.Newest()[0].Id);
    }

    private Task<SendOutcome> Sms(string digits) => Put(Channel.Sms, DeliveryWorld.LinusNumber, digits);

    private Task<SendOutcome> Mail(string digits) => Put(Channel.Email, DeliveryWorld.AdasAddress, digits);

    private Task<SendOutcome> Put(Channel channel, string to, string digits) => new InboxSender(channel, _inbox).Send(
        new(MessageId.New(), to, DeliveryWorld.Texts.CodeToLogIn(channel, DeliveryWorld.CodeOf(digits), DeliveryWorld.CodeLife)), Ct);

    private async Task<List<JsonElement>> Ask(string address)
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(address, Ct));
        return [.. answer.RootElement.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    private async Task<string> Page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/inbox");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var answer = await _http.SendAsync(request, Ct);
        Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Contains("default-src 'none'", $"{answer.Headers.GetValues("Content-Security-Policy").Single()}", StringComparison.Ordinal);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
