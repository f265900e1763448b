using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Pages;

/// <summary>The doors before the account: what they say when something is not as it should be, and where one goes on.</summary>
public sealed class EntryPageTests
{
    private const string Mary = "mary@example.org";

    [Theory]
    [InlineData(PagePaths.Forgot, PagePaths.Forgot)]
    [InlineData(PagePaths.VerifyEmail, $"{PagePaths.VerifyEmail}/again")]
    public async Task What_is_no_address_is_said_at_once_and_not_promised_a_mail(string page, string action)
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();

        var answer = await grace.Submit(await grace.Open(page), action, ("email", "grace@example"));

        Assert.Equal(422, answer.Status);
        Assert.Contains("a valid e-mail address.", answer.Text, StringComparison.Ordinal);
        Assert.Equal("grace@example", answer.FormOf(action)["email"]);
    }

    [Fact]
    public async Task After_too_many_codes_a_newcomer_is_led_to_the_link_which_still_works()
    {
        await using var server = await TestServer.Start();
        var mary = await Newcomer(server);
        var told = "";
        for (var guess = 0; guess < 6; guess++)
            told = (await mary.Submit(await mary.Open(PagePaths.VerifyEmail), PagePaths.VerifyEmail, ("code", "000000"))).Location!;
        Assert.EndsWith("said=toomanytries", told, StringComparison.Ordinal);
        Assert.Contains("Open the link in the e-mail instead", (await mary.Open(told)).Text, StringComparison.Ordinal);

        var link = (await server.Inbox.Next(Mary, TestContext.Current.CancellationToken)).Text.Split('\n', ' ').First(
            word => word.Contains(PagePaths.VerifyEmail, StringComparison.Ordinal));
        var done = await mary.Submit(await mary.Open(new Uri(link.Trim()).PathAndQuery), PagePaths.VerifyEmail);

        Assert.Equal($"{PagePaths.Security}?said=addressconfirmed", done.Location);
        Assert.DoesNotContain("Sign in to go on", (await mary.Follow(done)).Text, StringComparison.Ordinal);
        Assert.Equal($"{PagePaths.Security}?said=addressconfirmed", (await mary.Open(PagePaths.VerifyEmail)).Location);
    }

    [Fact]
    public async Task Whose_session_has_ended_is_told_so_and_whoever_signed_out_is_not()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);
        server.Clock.Advance(TimeSpan.FromHours(25));

        var led = await grace.Open(PagePaths.ApiKeys);
        Assert.Equal($"{PagePaths.SignIn}?said=sessionover", led.Location);
        Assert.Contains("Your session has ended. Sign in to go on.", (await grace.Follow(led)).Text, StringComparison.Ordinal);

        await grace.SignIn(server.People.Grace);
        await grace.Submit(await grace.Open(PagePaths.Security), PagePaths.SignOut);
        Assert.Equal(PagePaths.SignIn, (await grace.Open(PagePaths.ApiKeys)).Location);
    }

    [Fact]
    public async Task A_prompt_of_somebody_who_has_signed_in_meanwhile_leads_to_the_account()
    {
        await using var server = await TestServer.Start();
        var first = server.Browser();
        var door = await first.Open(PagePaths.SignIn);
        var prompt = await first.Follow(await first.Submit(door, PagePaths.SignIn, ("name", "grace"), ("password", TestPerson.Password)));
        await first.Submit(prompt, PagePaths.Prompt, ("code", server.People.Grace.Phone.NextCode()));

        foreach (var (page, action) in ((PageAnswer, string)[])[(prompt, PagePaths.Prompt), (door, PagePaths.SignIn)])
            Assert.Equal(PagePaths.Account, (await first.Submit(page, action, ("code", "123456"))).Location);
    }

    [Fact]
    public async Task A_refused_form_names_a_page_that_can_be_opened_again_and_read_in_the_other_language()
    {
        await using var server = await TestServer.Start();
        var grace = server.Browser();
        var refused = new List<PageAnswer>
        {
            await grace.Submit(await grace.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", "grace"), ("password", "not-hers")),
            await grace.Submit(await grace.Open(PagePaths.SignUp),
                PagePaths.SignUp, ("email", Mary), ("username", "ada"), ("password", TestPerson.Password)),
            await grace.Submit(await grace.Open("/tf/disable/tfd_any"), PagePaths.Disable, ("name", "grace"), ("password", "not-hers")),
            await grace.Submit(await ResetLink(server, grace), PagePaths.Reset, ("password", "password")),
        };

        foreach (var page in refused)
        {
            var at = page.FormOf(PagePaths.Language)["to"];
            Assert.Equal(422, page.Status);
            Assert.Contains($"data-at=\"{at}\"", page.Html, StringComparison.Ordinal);
            Assert.Equal(at, (await grace.Submit(page, PagePaths.Language, ("language", Language.German.Code()))).Location);
            Assert.Equal(200, (await grace.Open(at)).Status);
        }

        Assert.DoesNotContain("data-at", (await grace.Open(PagePaths.SignIn)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_way_left_is_told_whom_to_ask()
    {
        await using var server = await TestServer.Start(("SMS", "none"), ("EMAIL_CODES", "off"));
        await server.Db.Write(tx => tx.Execute($"DELETE FROM backup_codes"), TestContext.Current.CancellationToken);
        var linus = server.Browser();

        var led = await linus.Submit(
            await linus.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", "linus"), ("password", TestPerson.Password));

        Assert.Contains("Ask the people who run this service.", (await linus.Follow(led)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_filter_that_asks_for_the_head_of_a_link_finds_it_alive()
    {
        await using var server = await TestServer.Start();
        var at = (await ResetLink(server, server.Browser())).FormOf(PagePaths.Language)["to"];
        await server.Stranger().Post("/users/", new { email = "mary@example.org", username = "mary", password = TestPerson.Password });
        var mail = await server.Inbox.Next("mary@example.org", TestContext.Current.CancellationToken);
        var confirm = new Uri(mail.Text.Split('\n', ' ').Single(word => word.Contains("token=", StringComparison.Ordinal))).PathAndQuery;

        foreach (var link in (string[])[at, "/tf/disable/tfd_any", confirm])
        {
            using var head = await server.Http.SendAsync(new(HttpMethod.Head, link), TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)head.StatusCode);
        }

        Assert.Equal(200, (await server.Browser().Open(at)).Status);
    }

    [Fact]
    public async Task A_new_password_is_kept_under_the_address_of_its_account()
    {
        await using var server = await TestServer.Start();
        var page = await ResetLink(server, server.Browser());

        Assert.Contains("For the account of grace@example.org.", page.Text, StringComparison.Ordinal);
        Assert.Equal("grace@example.org", page.FormOf(PagePaths.Reset)["username"]);
    }

    private static async Task<PageAnswer> ResetLink(TestServer server, PageVisitor grace)
    {
        await grace.Submit(await grace.Open(PagePaths.Forgot), PagePaths.Forgot, ("email", server.People.Grace.Email));
        var mail = await server.Inbox.Next(server.People.Grace.Email, TestContext.Current.CancellationToken);
        return await grace.Open(new Uri(mail.Text.Split('\n', ' ')
            .First(word => word.Contains(PagePaths.Reset, StringComparison.Ordinal)).Trim()).PathAndQuery);
    }

    // Her operator has made her an account; a mail that confirms the address is on its way.
    private static async Task<PageVisitor> Newcomer(TestServer server)
    {
        await server.Add("mary", isProven: false);
        var mary = server.Browser();
        await mary.Submit(
            await mary.Open(PagePaths.VerifyEmail), $"{PagePaths.VerifyEmail}/again", ("email", Mary));
        await mary.Submit(await mary.Open(PagePaths.SignIn), PagePaths.SignIn, ("name", "mary"), ("password", TestPerson.Password));
        return mary;
    }
}
