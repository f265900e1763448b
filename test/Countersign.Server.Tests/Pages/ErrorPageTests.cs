using System.Text;
using Countersign.Server.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>People get a page when something goes wrong; programs get what they always got.</summary>
public sealed class ErrorPageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "There is no such page", "Go to the start")]
    [InlineData("de", "Diese Seite gibt es nicht", "Zum Anfang")]
    public async Task An_address_that_leads_nowhere_is_a_page_that_leads_on(string language, string title, string way)
    {
        await using var server = await TestServer.Start();
        var answer = await Person(server, language).Open("/nowhere");

        Assert.Equal(404, answer.Status);
        Assert.Contains(title, answer.Text, StringComparison.Ordinal);
        Assert.Contains(way, answer.Text, StringComparison.Ordinal);
        Assert.Contains("/", answer.Links);
        Assert.Contains("countersign.css", answer.Html, StringComparison.Ordinal);
        Assert.Contains("style-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Empty(answer.Actions);
    }

    [Fact]
    public async Task A_button_whose_page_cannot_be_opened_says_so()
    {
        await using var server = await TestServer.Start();
        var answer = await Person(server).Open("/sign-out");

        Assert.Equal(405, answer.Status);
        Assert.Contains("can't be opened like that", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_is_too_large_is_a_page_announced_or_not(bool isAnnounced)
    {
        await using var server = await TestServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new StringContent(
                "name=" + new string('a', BodyLimits.LargestBody), Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Accept.ParseAdd(Browser);
        request.Headers.TransferEncodingChunked = !isAnnounced;
        using var answer = await server.Http.SendAsync(request, Ct);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("larger than 64 KiB", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_a_page()
    {
        await using var server = await TestServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new StringContent("--x\r\nbroken") };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        request.Headers.Accept.ParseAdd(Browser);
        using var answer = await server.Http.SendAsync(request, Ct);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("othing was changed", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "nothing was changed", "Try again")]
    [InlineData("de", "nichts geändert", "Noch einmal versuchen")]
    public async Task When_the_database_fails_a_person_is_told_when_to_come_back(string language, string sentence, string way)
    {
        await using var server = await TestServer.Start();
        var person = Person(server, language);
        await person.SignIn(server.People.Grace);
        await server.Db.Write(tx => tx.Execute($"ALTER TABLE sessions RENAME TO sessions_gone"), Ct);
        var answer = await person.Open("/account/security?x=1");
        var posted = await person.Post("/account/security/sessions/others", []);
        await server.Db.Write(tx => tx.Execute($"ALTER TABLE sessions_gone RENAME TO sessions"), Ct);

        Assert.Equal((503, 503), (answer.Status, posted.Status));
        Assert.True(answer.Headers.Contains("Retry-After"));
        Assert.Contains(sentence, answer.Text, StringComparison.Ordinal);
        Assert.Contains(way, answer.Text, StringComparison.Ordinal);
        Assert.Contains("/account/security?x=1", answer.Links);
        Assert.DoesNotContain(way, posted.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await person.Open("/account/security")).Status);
    }

    [Theory]
    [InlineData("/nowhere", "*/*", 404, "")]
    [InlineData("/api/v0/nowhere/", Browser, 404, "")]
    [InlineData("/tf/nowhere", Browser, 404, "")]
    [InlineData("/v2/user", Browser, 401, "Unauthorized")]
    [InlineData("/assets/000000000000/countersign.css", "text/css,*/*;q=0.1", 404, "")]
    public async Task Programs_get_what_they_always_got(string path, string accept, int status, string body)
    {
        await using var server = await TestServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await server.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("<html", text, StringComparison.Ordinal);
        Assert.Contains(body, text, StringComparison.Ordinal);
        if (body.Length == 0) Assert.Empty(text);
    }

    [Fact]
    public async Task Whoever_comes_over_plain_http_is_told_to_come_over_https()
    {
        await using var server = await TestServer.Start(("BASE_URL", "https://login.example.org"), ("TRUSTED_PROXIES", "127.0.0.1/32"));
        var person = Person(server);
        person.Headers["X-Forwarded-For"] = "198.51.100.7";
        var answer = await person.Open("/sign-in");

        Assert.Equal(403, answer.Status);
        Assert.Contains("https://", answer.Text, StringComparison.Ordinal);
    }

    private static PageVisitor Person(TestServer server, string language = "en") =>
        new(server.Http) { Headers = { ["Accept"] = Browser, ["Accept-Language"] = language } };
}
