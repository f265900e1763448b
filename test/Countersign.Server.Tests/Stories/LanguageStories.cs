using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>People are written to in the language they read.</summary>
public sealed class LanguageStories
{
    private const string Passphrase = "a lantern over the harbour";

    [Fact]
    public async Task Who_signs_up_on_a_German_page_gets_German_mail()
    {
        await using var server = await TestServer.Start();
        var person = Visitor(server, "de-AT,de;q=0.9,en;q=0.5");
        await person.Submit(
            await person.Open("/sign-up"), "/sign-up", ("email", "zoe@example.org"), ("username", "zoe"), ("password", Passphrase));

        var mail = await server.Inbox.Next("zoe@example.org", TestContext.Current.CancellationToken);
        Assert.Contains("Öffnen Sie diesen Link", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de\">", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-CH, fr;q=0.5", "en", "Öffnen Sie diesen Link")]
    [InlineData("fr, en;q=0.5", "de", "Open this link")]
    [InlineData("fr", "en", "Open this link")]
    [InlineData("fr", "de", "Öffnen Sie diesen Link")]
    [InlineData("", "de", "Öffnen Sie diesen Link")]
    [InlineData("no such header ;;;", "en", "Open this link")]
    public async Task A_program_that_signs_somebody_up_may_say_their_language(string accepted, string ofServer, string words)
    {
        await using var server = await TestServer.Start(("LANGUAGE", ofServer));
        var program = server.Stranger();
        program.Headers["Accept-Language"] = accepted;
        (await program.Post("/users/", new { email = "zoe@example.org", username = "zoe", password = Passphrase })).Ok();

        Assert.Contains(
            words, (await server.Inbox.Next("zoe@example.org", TestContext.Current.CancellationToken)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr, it;q=0.5", "Anmelden", "Diese Seite gibt es nicht")]
    [InlineData("fr, en;q=0.5", "Sign in", "There is no such page")]
    public async Task A_browser_that_asks_for_no_language_we_speak_gets_pages_in_the_servers(string accepted, string signIn, string nowhere)
    {
        await using var server = await TestServer.Start(("LANGUAGE", "de"));
        var visitor = Visitor(server, accepted);
        visitor.Headers["Accept"] = "text/html";

        Assert.Contains(signIn, (await visitor.Open("/sign-in")).Text, StringComparison.Ordinal);
        Assert.Contains(nowhere, (await visitor.Open("/nowhere")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_chooses_German_gets_German_texts_mails_and_notices()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var barbara = server.People.Barbara;
        await Choose(server, barbara, "de");

        (await server.As(barbara).Post("/tfa/email/")).Ok();
        Assert.Contains("Das ist Ihr Code", (await server.NextCode(barbara.Email)).Text, StringComparison.Ordinal);
        (await server.As(barbara).Post("/tfa/sms/")).Ok();
        Assert.Matches("^[0-9]{6} ist Ihr Code .*\\n@127.0.0.1 #[0-9]{6}$", (await server.NextCode(barbara.Number!)).Text);
        (await server.As(barbara).Post("/tfa/", new { backup_code = barbara.BackupCodes[0] })).Ok();
        Assert.Contains(
            "Sie haben noch einen", (await server.NextNotice(barbara, "Wiederherstellungscode")).Text, StringComparison.Ordinal);

        (await server.As(linus).Post("/tfa/sms/")).Ok();
        Assert.Contains("is your Countersign code", (await server.NextCode(linus.Number!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_holds_in_browsers_where_none_was_made_and_gives_way_where_one_was()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await Choose(server, grace, "de");

        var other = Visitor(server, "en");
        Assert.Contains("Sign in", (await other.Open("/sign-in")).Text, StringComparison.Ordinal);
        await other.SignIn(grace);
        var page = await other.Open("/account/security");
        Assert.Contains("Sicherheit", page.Text, StringComparison.Ordinal);

        await other.Submit(page, "/language", ("language", "en"), ("to", "/account/security"));
        Assert.Contains("Security", (await other.Open("/account/security")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_nobody_speaks_changes_nothing()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await Choose(server, grace, "de");
        await Choose(server, grace, "tlh");

        (await server.As(grace).Post("/tfa/email/")).Ok();
        Assert.Contains("Ihr Code", (await server.NextCode(grace.Email)).Text, StringComparison.Ordinal);
    }

    private static async Task Choose(TestServer server, TestPerson person, string language)
    {
        var browser = Visitor(server, "en");
        await browser.SignIn(person);
        var led = await browser.Submit(await browser.Open("/account/security"), "/language", ("language", language));
        Assert.Equal(303, led.Status);
        server.Clock.Advance(TimeSpan.FromSeconds(60));
    }

    private static PageVisitor Visitor(TestServer server, string accepted) =>
        new(server.Http) { Headers = { ["Accept-Language"] = accepted } };
}
