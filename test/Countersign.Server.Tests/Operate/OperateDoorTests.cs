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
