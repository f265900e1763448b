using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>An account's data and its end, at the pages.</summary>
public sealed class OwnerPageStories
{
    [Fact]
    public async Task A_code_buys_a_file_with_everything()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var browser = await server.Browser(barbara);
        var page = await browser.Open(PagePaths.Export);

        var refused = await browser.Submit(page, PagePaths.Export, ("code", barbara.Phone.WrongCode()));
        var file = await browser.Submit(page, PagePaths.Export, ("code", barbara.Phone.NextCode()));

        Assert.Equal(422, refused.Status);
        Assert.Equal(200, file.Status);
        Assert.Contains("\"format\": \"countersign-account-export\"", file.Html, StringComparison.Ordinal);
        Assert.True(file.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Without_a_second_factor_the_password_does()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Ada);
        var page = await browser.Open(PagePaths.Export);

        var refused = await browser.Submit(page, PagePaths.Export, ("password", "wrong-wrong-wrong"));
        var file = await browser.Submit(page, PagePaths.Export, ("password", TestPerson.Password));

        Assert.Equal(422, refused.Status);
        Assert.Contains("That is not your password.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("countersign-account-export", file.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_what_goes_and_until_when_it_can_be_called_off()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var browser = await server.Browser(barbara);
        var page = await browser.Open(PagePaths.Delete);
        Assert.Contains("This cannot be undone.", page.Text, StringComparison.Ordinal);
        Assert.Contains("for 396 days", page.Text, StringComparison.Ordinal);

        var wrong = await browser.Submit(page, PagePaths.Delete, ("name", "linus"), ("code", barbara.Phone.NextCode()));
        Assert.Equal(422, wrong.Status);
        Assert.Contains("That is neither your user name nor your address.", wrong.Text, StringComparison.Ordinal);

        var asked = await browser.Submit(page, PagePaths.Delete, ("name", "barbara"), ("code", barbara.Phone.NextCode()));
        var security = await browser.Follow(asked);
        Assert.Contains("Your account will be deleted on", security.Text, StringComparison.Ordinal);

        var kept = await browser.Follow(await browser.Submit(security, $"{PagePaths.Delete}/call-off"));
        Assert.Contains("Done: your account stays.", kept.Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM deletions"));
    }

    [Fact]
    public async Task The_page_names_the_keys_and_the_application_that_stop_and_says_that_sessions_end()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var browser = await server.Browser(barbara);
        var id = new AccountId(await server.IdOf(barbara));
        var made = await server.Verb<KeysOfAccount>().Give(
            new ShellOperator("olga", "account key add"), new(id), "shop", """{"api":{"end_user_address":{}}}""",
            TestContext.Current.CancellationToken);

        var page = await browser.Open(PagePaths.Delete);

        Assert.Contains($"shop …{made.Given!.Key.Suffix} of an application that signs its people in", page.Text, StringComparison.Ordinal);
        Assert.Contains("Whatever uses one of these API keys is refused from then on", page.Text, StringComparison.Ordinal);
        Assert.Matches("You are signed out (here|everywhere)", page.Text);
    }

    [Fact]
    public async Task Where_nothing_waits_the_person_is_signed_out_of_what_is_gone()
    {
        await using var server = await TestServer.Start(("ACCOUNT_DELETE_DELAY", "0s"));
        var nina = await server.Add("nina");
        var browser = await server.Browser(nina);
        var page = await browser.Open(PagePaths.Delete);

        var gone = await browser.Submit(page, PagePaths.Delete, ("name", nina.Email), ("password", TestPerson.Password));

        Assert.StartsWith(PagePaths.SignIn, gone.Location, StringComparison.Ordinal);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE username = 'nina'"));
        Assert.Contains("Your account is deleted.", (await browser.Follow(gone)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_admin_is_told_why_not()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(server.People.Ada);
        var page = await browser.Open(PagePaths.Delete);

        Assert.StartsWith(PagePaths.Security, page.Location, StringComparison.Ordinal);
        Assert.Contains("You are the last admin", (await browser.Follow(page)).Text, StringComparison.Ordinal);
    }
}
