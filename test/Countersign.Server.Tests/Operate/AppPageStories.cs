using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>An admin adds an application, renews its secret and removes it: each with a proof, and the secret is seen once.</summary>
public sealed partial class AppPageStories
{
    private const string Back = "https://wiki.example.org/back";

    [Fact]
    public async Task An_admin_adds_one_renews_its_secret_and_removes_it()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);

        Assert.Contains("There are none yet", (await admin.Open(PagePaths.OperateApps)).Text, StringComparison.Ordinal);
        var form = await admin.Open(PagePaths.OperateAddApp);
        var wrong = await admin.Submit(form, PagePaths.OperateAddApp, Fields(grace.Phone.WrongCode(), Back));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM applications"));
        var made = await admin.Submit(wrong, PagePaths.OperateAddApp, Fields(grace.Phone.NextCode(), Back));
        var secret = Secret().Match(made.Html).Value;
        Assert.True(AppSecret.Holds(secret, (await Find(server))!.SecretHashes));

        var one = (await admin.Open(PagePaths.OperateApps)).Links.Single(link => link.EndsWith("/wiki", StringComparison.Ordinal));
        var page = await admin.Open(one);
        Assert.Contains(Back, page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Secret(), page.Html);
        var renewed = await admin.Submit(await admin.Open($"{one}/rotate"), $"{one}/rotate", ("code", grace.Phone.NextCode()));
        Assert.NotEqual(secret, Secret().Match(renewed.Html).Value);
        Assert.True(AppSecret.Holds(Secret().Match(renewed.Html).Value, (await Find(server))!.SecretHashes));

        var asked = await admin.Open($"{one}/remove");
        var done = await admin.Follow(await admin.Submit(asked, $"{one}/remove", ("code", grace.Phone.NextCode())));
        Assert.Contains("nobody can sign in to this application", done.Text, StringComparison.Ordinal);
        Assert.Contains("said=beginagain", (await admin.Open(one)).Location, StringComparison.Ordinal);
        foreach (var what in (string[])["app_added", "app_rotated", "app_removed"])
            Assert.Equal(1, await server.AuditedOf(grace, what, "success"));
    }

    [Fact]
    public async Task An_admin_changes_what_one_demands_and_what_is_wrong_is_told_where_it_stands()
    {
        await using var server = await TestServer.Start(TestServer.Named);
        var grace = await server.AlsoAdmin(server.People.Grace);
        await server.Change(tx => AppStore.Add(tx, App("wiki"), null));
        var admin = await server.Browser(grace);
        var path = (await admin.Open($"{PagePaths.OperateApps}/wiki")).Links.Single(link => link.EndsWith("/change", StringComparison.Ordinal));

        var form = await admin.Open(path);
        var code = grace.Phone.NextCode();
        var wrong = await admin.Submit(
            form, path, ("title", "The vault"), ("level", "phishing-resistant"), ("fresh", "9999"), ("code", code));
        Assert.Equal(422, wrong.Status);
        Assert.Contains("from 1 to 1440", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"The vault\"", wrong.Html, StringComparison.Ordinal);
        var done = await admin.Submit(
            wrong, path, ("title", "The vault"), ("level", "phishing-resistant"), ("fresh", "30"), ("code", code));

        Assert.Equal($"{PagePaths.OperateApps}/wiki?said=appchanged", done.Location);
        var said = (await Find(server))!.Said;
        Assert.Equal(("The vault", AppLevel.PhishingResistant, TimeSpan.FromMinutes(30)), (said.Title, said.Level, said.FreshFor));
        Assert.Equal(1, await server.AuditedOf(grace, "app_changed", "success"));
        Assert.Equal(1, await server.Number($"""
            SELECT count(*) FROM audit_log WHERE event = 'app_changed' AND args LIKE '%phishing-resistant, proven 30 minutes%'
            """));
    }

    [Theory]
    [InlineData("wiki", "http://wiki.example.org/back", "begins with https://")]
    [InlineData("wiki", "", "begins with https://")]
    [InlineData("The Wiki", Back, "no other application has it")]
    [InlineData("taken", Back, "no other application has it")]
    public async Task What_is_typed_wrong_is_shown_where_it_stands_and_a_code_is_not_spent(string name, string back, string says)
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await server.Change(tx => AppStore.Add(tx, App("taken"), null));
        var code = grace.Phone.NextCode();

        var told = await admin.Submit(await admin.Open(PagePaths.OperateAddApp), PagePaths.OperateAddApp, Fields(code, back, name));

        Assert.Equal(422, told.Status);
        Assert.Contains(says, told.Text, StringComparison.Ordinal);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM applications"));
        Assert.Equal(200, (await admin.Submit(told, PagePaths.OperateAddApp, Fields(code, Back))).Status);
    }

    [Fact]
    public async Task An_admin_adds_one_behind_a_proxy_with_the_demands_of_its_paths()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        (string, string)[] fields = [.. Fields(grace.Phone.NextCode(), "https://wiki.example.org"), ("kind", "proxy")];

        var form = await admin.Open(PagePaths.OperateAddApp);
        var wrong = await admin.Submit(form, PagePaths.OperateAddApp, [.. fields, ("paths", "/admin=everybody")]);
        Assert.Contains("Each line is a path", wrong.Text, StringComparison.Ordinal);
        var made = await admin.Submit(
            wrong, PagePaths.OperateAddApp, [.. fields, ("paths", "/admin=second-factor:10\r\n\r\n/public=open\r\n")]);
        var page = await admin.Follow(made);

        foreach (var words in (string[])["It speaks nothing", "https://wiki.example.org", "/admin=second-factor:10", "/public=open"])
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{PagePaths.OperateApps}/wiki/rotate", page.Links);
    }

    [Fact]
    public async Task An_admin_adds_one_that_keeps_its_own_people_and_it_has_no_address()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        (string, string)[] fields = [.. Fields(grace.Phone.NextCode(), ""), ("kind", "api")];

        var form = await admin.Open(PagePaths.OperateAddApp);
        var wrong = await admin.Submit(form, PagePaths.OperateAddApp, [.. fields, ("return", "https://shop.example.org/back")]);
        Assert.Contains("At least one is needed", wrong.Text, StringComparison.Ordinal);
        var made = await admin.Submit(wrong, PagePaths.OperateAddApp, fields);
        var secret = Secret().Match(made.Html).Value;
        (await VssCaller.With(server.Http, "wiki", secret).Send(HttpMethod.Put, "/apps/v1/people/ada", new { })).Ok();

        var page = await admin.Open($"{PagePaths.OperateApps}/wiki");
        Assert.Contains("It keeps its own people", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("What it demands", page.Text, StringComparison.Ordinal);
        var rotate = $"{PagePaths.OperateApps}/wiki/rotate";
        var renewed = await admin.Submit(await admin.Open(rotate), rotate, ("code", grace.Phone.NextCode()));
        Assert.NotEqual(secret, Secret().Match(renewed.Html).Value);
    }

    [Fact]
    public async Task An_admin_adds_one_that_asks_by_radius_and_renews_its_secret()
    {
        await using var server = await TestServer.Start();
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        (string, string)[] fields = [.. Fields(grace.Phone.NextCode(), "192.0.2.7\r\n2001:db8:7::/64"), ("kind", "radius")];

        var form = await admin.Open(PagePaths.OperateAddApp);
        var wrong = await admin.Submit(form, PagePaths.OperateAddApp, [.. fields, ("return", "0.0.0.0/0")]);
        Assert.Contains("of RADIUS a network", wrong.Text, StringComparison.Ordinal);
        var made = await admin.Submit(wrong, PagePaths.OperateAddApp, fields);
        var secret = Secret().Match(made.Html).Value;
        Assert.Equal(53, secret.Length);

        var page = await admin.Open($"{PagePaths.OperateApps}/wiki");
        foreach (var words in (string[])["It asks by RADIUS", "Where it asks from", "192.0.2.7", "2001:db8:7::/64", "stored sealed"])
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
        var rotate = $"{PagePaths.OperateApps}/wiki/rotate";
        var renewed = await admin.Submit(await admin.Open(rotate), rotate, ("code", grace.Phone.NextCode()));
        Assert.NotEqual(secret, Secret().Match(renewed.Html).Value);
        Assert.Equal(2, await server.Number($"SELECT count(*) FROM app_secrets"));
    }

    private static NewApp App(string name) =>
        new(name, name, Core.AppKind.Public, [Back], [], [], Core.AppLevel.Password, null, Core.AppAlgorithm.Es256, AsksConsent: false);

    private static (string, string)[] Fields(string code, string back, string name = "wiki") =>
        [("name", name), ("title", "The wiki"), ("return", back), ("kind", "web"), ("level", "second-factor"), ("code", code)];

    private static Task<App?> Find(TestServer server) =>
        server.Db.Ask(sql => AppStore.Find(sql, "wiki"), TestContext.Current.CancellationToken);

    [GeneratedRegex("app_[A-Za-z0-9_-]{49}")]
    private static partial Regex Secret();
}
