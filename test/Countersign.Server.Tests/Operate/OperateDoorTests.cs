using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Who comes into the operator's pages: an admin with 2FA and nobody else, whichever page it is.</summary>
public sealed class OperateDoorTests
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_the_sign_in()
    {
        await using var server = await TestServer.Start();
        var (nobody, halfWay) = (server.Browser(), server.Browser());
        var door = await halfWay.Open(PagePaths.SignIn);
        await halfWay.Submit(door, PagePaths.SignIn, ("name", server.People.Grace.Email), ("password", TestPerson.Password));
        Assert.Contains("tfa_pre", halfWay.Cookies.Keys);

        foreach (var browser in (PageVisitor[])[nobody, halfWay])
            foreach (var (method, path, answer) in await Knock(server, browser))
                Assert.True(answer is { Status: 303, Location: PagePaths.SignIn }, $"{method} {path}: {answer.Status} {answer.Location}");
    }

    [Fact]
    public async Task A_person_who_is_no_admin_is_told_so()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);

        foreach (var (method, path, answer) in await Knock(server, grace))
        {
            Assert.True(answer.Status == 403, $"{method} {path}: {answer.Status} {answer.Location}");
            Assert.Contains("This page is for admins", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_admin_without_2FA_is_led_to_turning_it_on()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(server.People.Ada);

        foreach (var (method, path, answer) in await Knock(server, ada))
            Assert.True(answer is { Status: 303, Location: PagePaths.Add }, $"{method} {path}: {answer.Status} {answer.Location}");
    }

    [Fact]
    public async Task An_admin_whose_code_is_more_than_twelve_hours_old_is_asked_for_another()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(await server.Admin());
        await Age(server, TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await ada.Open(PagePaths.OperateAccounts)).Status);

        await Age(server, TimeSpan.FromMinutes(1));

        foreach (var (method, path, answer) in await Knock(server, ada))
            Assert.True(answer is { Status: 303, Location: PagePaths.ProveAgain }, $"{method} {path}: {answer.Status} {answer.Location}");
        Assert.Equal(200, (await ada.Open(PagePaths.Security)).Status);
    }

    [Fact]
    public async Task After_that_code_they_come_to_the_page_they_wanted_and_the_old_session_key_is_dead()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Admin();
        var ada = await server.Browser(admin);
        await Age(server, TimeSpan.FromHours(13));
        var old = ada.Copy();
        var prove = await ada.Follow(await ada.Open($"{PagePaths.OperateAccounts}?q=grace"));
        Assert.Contains("A code once more", prove.Text, StringComparison.Ordinal);

        var wrong = await ada.Submit(prove, PagePaths.ProveAgain, ("code", admin.Phone.WrongCode()));
        var again = await ada.Follow(wrong);
        var right = await ada.Submit(again, PagePaths.ProveAgain, ("code", admin.Phone.NextCode()));

        Assert.StartsWith(PagePaths.ProveAgain, wrong.Location, StringComparison.Ordinal);
        Assert.Equal($"{PagePaths.OperateAccounts}?q=grace", right.Location);
        Assert.Contains(server.People.Grace.Email, (await ada.Follow(right)).Text, StringComparison.Ordinal);
        Assert.StartsWith(PagePaths.SignIn, (await old.Open(PagePaths.Security)).Location, StringComparison.Ordinal);
        Assert.Equal("second_factor_verified", (await server.LastAudited(admin)).Event);
    }

    [Fact]
    public async Task An_admins_form_that_came_too_late_leads_back_to_its_page_after_the_code()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Admin();
        var ada = await server.Browser(admin);
        var path = $"{PagePaths.OperateAccounts}/{await server.IdOf(server.People.Grace)}/disable";
        var form = await ada.Open(path);
        await Age(server, TimeSpan.FromHours(13));

        var prove = await ada.Follow(await ada.Submit(form, path, ("reason", "left"), ("code", admin.Phone.NextCode())));

        Assert.Equal(path, (await ada.Submit(prove, PagePaths.ProveAgain, ("code", admin.Phone.NextCode()))).Location);
        Assert.Equal(200, (await ada.Open(path)).Status);
    }

    [Fact]
    public async Task Whoever_has_no_2FA_is_asked_for_no_code()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(server.People.Ada);

        Assert.Equal(PagePaths.Security, (await ada.Open(PagePaths.ProveAgain)).Location);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Browser(await server.Admin());
        var form = await ada.Open($"/operate/accounts/{await server.IdOf(server.People.Grace)}/disable");
        ada.Headers["Sec-Fetch-Site"] = "cross-site";
        var posts = Routes(server).Where(route => route.Method == "POST").Select(route => route.Path).ToList();

        Assert.NotEmpty(posts);
        foreach (var path in posts)
            Assert.True((await ada.Post(
                path, form.FormOf(form.Actions.First(action => action.EndsWith("/disable", StringComparison.Ordinal))))).Status == 403,
                path);
    }

    [Fact]
    public async Task Every_page_below_operate_is_for_admins()
    {
        await using var server = await TestServer.Start();

        Assert.NotEmpty(Routes(server));
        Assert.All(Endpoints(server).Where(route => route.RoutePattern.RawText!.StartsWith(PagePaths.Operate, StringComparison.Ordinal)),
            route => Assert.Equal(PageAccess.Admin, route.Metadata.GetRequiredMetadata<PageAccessNeeded>().Access));
    }

    // As a remembered browser does it: the session is young and its proof is not.
    private static Task Age(TestServer server, TimeSpan by) => server.Change(tx =>
        tx.Execute($"UPDATE sessions SET second_factor_at = second_factor_at - {(long)by.TotalSeconds}"));

    // With the token of a form of ours, so that the answer is about who comes and not about where the form is from.
    private static async Task<IReadOnlyList<(string Method, string Path, PageAnswer Answer)>> Knock(TestServer server, PageVisitor browser)
    {
        var token = (await browser.Open(PagePaths.Forgot)).FormOf(PagePaths.Forgot);
        var answers = new List<(string, string, PageAnswer)>();
        foreach (var (method, path) in Routes(server))
            answers.Add((method, path, method == "GET" ? await browser.Open(path) : await browser.Post(path, token)));
        return answers;
    }

    private static IReadOnlyList<(string Method, string Path)> Routes(TestServer server) =>
    [
        .. from route in Endpoints(server)
           where route.Metadata.GetMetadata<PageAccessNeeded>()?.Access is PageAccess.Admin
           from method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
           select (method, System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!, @"\{[^}]*\}", "2")),
    ];

    private static IEnumerable<RouteEndpoint> Endpoints(TestServer server) =>
        server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
