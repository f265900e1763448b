using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>Who does not get in, and what is refused before anything is spent.</summary>
public sealed class AppsRefusals
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_asks_for_the_application_and_an_unknown_one_is_told_what_a_wrong_secret_is()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var web = new AppDraft("web", AppKind.Web) { ReturnAddresses = ["https://web.example.org/back"], HasPasskeys = false }.Read().App!;
        var other = (await server.Services.GetRequiredService<AddApp>().Run("olga", web, Ct))!.Secret!.Reveal();
        await app.Keep("ada");

        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/apps/v1/", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count >= 8, $"{routes.Count}");
        foreach (var route in routes)
        {
            var method = new HttpMethod(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            var path = route.RoutePattern.RawText!.Replace("{person}", "ada", StringComparison.Ordinal)
                .Replace("{id:long}", "1", StringComparison.Ordinal);
            AuthenticationHeaderValue?[] strangers =
            [
                null, AppsHeaders.Basic($"shop:{app.Secret}x"), AppsHeaders.Basic($"nobody:{app.Secret}"),
                AppsHeaders.Basic($"web:{other}"),
                AppsHeaders.Basic("shop"), new("Basic", "!!!"), new("Basic", "//79/Q=="), new("Bearer", other), new("Bearer", "x"),
                new("Bearer", server.People.Grace.ApiKey), new("Digest", app.Secret),
            ];
            var heard = new List<string>();
            foreach (var stranger in strangers)
            {
                var answer = await new VssCaller(server.Http) { Authorization = stranger }.Send(method, path, new { code = "1" });
                Assert.True(answer is { Status: 401, Error: "unauthorized" }, $"{route.RoutePattern.RawText} {stranger}: {answer}");
                Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
                heard.Add(answer.Raw);
            }

            Assert.Single(heard.Distinct(StringComparer.Ordinal));
        }

        (await VssCaller.With(server.Http, app.Secret).Get($"{KeepingApp.People}/ada")).Ok();
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE outside_id IS NOT NULL"));
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_use_what_a_browser_has_learned()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var ada = await app.Keep("ada");

        Assert.Equal(401, (await app.Caller.With("Origin", "https://evil.example.org").With("Sec-Fetch-Site", "cross-site").Post(
            $"{ada.Path}/factors/app")).Status);
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("a%2Fb")]
    [InlineData("%C3%A4")]
    [InlineData("...")]
    [InlineData("a%00b")]
    public async Task An_id_that_is_none_is_told_so(string id)
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);

        var answer = await app.Caller.Send(HttpMethod.Put, $"{KeepingApp.People}/{id}", new { });
        Assert.True(answer.Status is 400 or 404, answer.ToString());
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE outside_id IS NOT NULL"));
    }

    [Fact]
    public async Task The_longest_id_is_one_and_a_longer_one_is_none_and_case_matters()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        await app.Keep(new string('a', 128));

        Assert.Equal(400, (await app.Caller.Send(HttpMethod.Put, $"{KeepingApp.People}/{new string('a', 129)}", new { })).Status);
        await app.Keep("Ada");
        Assert.Equal(404, (await app.Caller.Get($"{KeepingApp.People}/ada")).Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "code=123456")]
    [InlineData("text/plain", "{\"code\":\"123456\"}")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{\"code\":123456}")]
    [InlineData("application/json", "{\"code\":\"1\",\"code\":\"2\"}")]
    [InlineData("application/json", "nonsense")]
    public async Task A_body_that_is_none_is_refused_and_costs_nothing(string type, string body)
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var phone = (await ada.Enrol()).Phone;
        using var content = new StringContent(body, Encoding.UTF8, type);

        var refused = await ada.App.Caller.Send(HttpMethod.Post, $"{ada.Path}/verify", content);

        Assert.Equal((400, "bad_request"), (refused.Status, refused.Error));
        (await ada.Verify(phone.NextCode())).Ok();
        Assert.Equal(0, await server.Number($"SELECT sum(fail_count) FROM methods WHERE account_id = {await ada.Account()}"));
    }

    [Fact]
    public async Task What_has_not_the_form_of_a_code_is_no_try_and_wrong_ones_lock()
    {
        await using var server = await TestServer.Start();
        var ada = await (await KeepingApp.Add(server)).Keep("ada");
        var app = await ada.Enrol();

        Assert.Equal("not_a_code", (await ada.Verify("12345")).Expect(HttpStatusCode.BadRequest).Error);
        Assert.Equal("bad_request", (await ada.Verify("")).Expect(HttpStatusCode.BadRequest).Error);
        for (var guess = 0; guess < 5; guess++) Assert.Equal("wrong_code", (await ada.Verify(app.Phone.WrongCode())).Error);
        var locked = (await ada.Verify(app.Phone.WrongCode())).Expect(HttpStatusCode.TooManyRequests);
        Assert.Equal("locked", locked.Error);
        Assert.Equal(TimeSpan.FromMinutes(15), locked.Headers.RetryAfter?.Delta);
        (await ada.Verify(app.Codes[0])).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await ada.Verify(app.Phone.NextCode())).Ok();
    }

    [Fact]
    public async Task A_seed_that_was_not_given_out_for_this_person_adds_nothing()
    {
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);
        var (ada, eve) = (await app.Keep("ada"), await app.Keep("eve"));
        var begun = (await eve.Post("factors/app")).Ok();
        (await ada.Post("factors/app")).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);

        foreach (var secret in (string?[])[begun.Secret, "JBSWY3DPEHPK3PXP", "!", "", null])
        {
            var refused = await ada.Post("factors/app/confirm", new { secret, code = phone.Code() });
            Assert.Equal((410, "expired"), (refused.Status, refused.Error));
        }

        server.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("code_needed", (await eve.Post("factors/app/confirm", new { secret = begun.Secret, code = phone.NextCode() })).Error);
    }
}
