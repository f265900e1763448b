using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VastApi;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Requests that mean something clear and say it otherwise than our own clients do.</summary>
public sealed partial class LenientRequestTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    public static TheoryData<string> Utf8 =>
        ["charset=utf-8", "charset=UTF-8", "charset=\"utf-8\"", "charset=\"UTF-8\"", "charset=utf8", "charset=\"Utf8\"", "Charset=UTF8", "charset=us-ascii", "charset=ASCII", "", "v=1"];

    public static TheoryData<string> OtherSets => ["iso-8859-1", "\"iso-8859-1\"", "utf-16", "UTF-16LE", "windows-1252", "utf-7", "\"\\u\""];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HEAD_is_answered_as_GET_is_everywhere_without_a_body(bool isSignedIn)
    {
        await using var server = await TestServer.Start();
        var browser = isSignedIn ? await server.Browser(server.People.Grace) : server.Browser();
        var before = await Belongings.Of(server);
        var asked = 0;

        foreach (var path in LiveRoutes.Endpoints(server).Where(IsRead).Select(PathOf).Append("/nowhere").Append("/api/v0/nowhere/"))
        {
            using var head = await Send(server, HttpMethod.Head, path, browser);
            using var get = await Send(server, HttpMethod.Get, path, browser);

            Assert.True(head.StatusCode == get.StatusCode, $"{path}: HEAD {(int)head.StatusCode}, GET {(int)get.StatusCode}");
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
            Assert.Equal(HeadersOf(get), HeadersOf(head));
            asked++;
        }

        Assert.InRange(asked, 40, int.MaxValue);
        Assert.Equal(before, await Belongings.Of(server));
    }

    [Fact]
    public async Task HEAD_of_what_is_only_posted_to_is_refused_as_GET_is()
    {
        await using var server = await TestServer.Start();
        foreach (var path in (string[])["/api/v0/tfa/", "/tf/enable", "/sign-out"])
        {
            using var head = await Send(server, HttpMethod.Head, path, server.Browser());
            Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        }
    }

    [Theory, MemberData(nameof(Utf8))]
    public async Task JSON_in_UTF_8_is_read_however_that_is_said_with_its_mark_or_without(string parameter)
    {
        await using var server = await TestServer.Start();
        var type = parameter.Length == 0 ? "application/json" : $"Application/JSON ;{parameter}";

        foreach (var mark in (byte[][])[[], Mark])
        {
            var body = Body(type, [.. mark, .. Encoding.UTF8.GetBytes($$"""{"email":"ada@example.org","password":"{{TestPerson.Password}}"}""")]);
            (await server.Stranger().Send(HttpMethod.Post, "/users/login/", body)).Ok();

            using var token = await AskForToken(server, Body(type, [.. mark, .. "{\"otp\":null}"u8]));
            Assert.Equal(HttpStatusCode.OK, token.StatusCode);
            using var nothing = await AskForToken(server, Body(type, mark));
            Assert.Equal(HttpStatusCode.OK, nothing.StatusCode);
        }
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\uFEFF\n")]
    public async Task A_body_without_a_word_asks_for_nothing(string text)
    {
        await using var server = await TestServer.Start();

        using var token = await AskForToken(server, Body("application/json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_refused_by_that_reason_at_every_door(string encoding)
    {
        await using var server = await TestServer.Start();

        foreach (var path in (string[])["/api/v0/users/login/", "/tf/enable", PagePaths.SignIn])
        {
            using var body = Body(path == PagePaths.SignIn ? Form : "application/json", [0x1F, 0x8B, 8, 0]);
            body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
            using var answer = await server.Http.PostAsync(new Uri(server.Url + path), body, Ct);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            if (path != PagePaths.SignIn)
                Assert.Contains("compressed", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var plain = Body("application/json", "{}"u8.ToArray());
        plain.Headers.ContentEncoding.Add("identity");
        using var token = await AskForToken(server, plain);
        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }

    [Fact]
    public async Task User_name_and_password_are_read_as_UTF_8_and_else_as_one_byte_a_letter()
    {
        await using var server = await TestServer.Start();
        (await server.As(server.People.Ada).Send(
            HttpMethod.Put, "/users/password/", new { old_password = TestPerson.Password, new_password = "süße-Träume-süße-Träume" })).Ok();

        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/request-token") { Content = Body("application/json", []) };
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(encoding.GetBytes("ada@example.org:süße-Träume-süße-Träume")));
            using var token = await server.Http.SendAsync(request, Ct);

            Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        }
    }

    [Theory, MemberData(nameof(OtherSets))]
    public async Task Another_character_set_is_refused_by_name_at_every_door(string set)
    {
        await using var server = await TestServer.Start();
        var json = $"application/json; charset={set}";

        var vast = await server.Stranger().Send(HttpMethod.Post, "/users/login/", Body(json, "{}"u8.ToArray()));
        Assert.StartsWith("Send the body in UTF-8", vast.IsRefused(400, "bad_request").Msg, StringComparison.Ordinal);

        using var vss = await AskForToken(server, Body(json, "{}"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, vss.StatusCode);
        Assert.Contains("Send the body in UTF-8", await vss.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using var page = await SignIn(server, $"{Form}; charset={set}", []);
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
    }

    [Theory, MemberData(nameof(Utf8))]
    public async Task A_form_in_UTF_8_is_read_however_that_is_said_with_its_mark_or_without(string parameter)
    {
        await using var server = await TestServer.Start();

        foreach (var mark in (byte[][])[[], Mark])
        {
            using var led = await SignIn(server, parameter.Length == 0 ? Form : $"{Form}; {parameter}", mark);
            Assert.Equal((HttpStatusCode.SeeOther, "/account"), (led.StatusCode, led.Headers.Location?.OriginalString));
        }
    }

    [Theory]
    [InlineData("//api/v0/users/current/")]
    [InlineData("///api/v0/users/current")]
    [InlineData("/api//v0/users/current/")]
    [InlineData("//api//v0//users//current//")]
    public async Task A_slash_too_many_leads_to_the_same_call_and_the_same_gate(string path)
    {
        await using var server = await TestServer.Start();

        using var ada = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url + path));
        ada.Headers.Authorization = new("Bearer", server.People.Ada.ApiKey);
        using var known = await server.Http.SendAsync(ada, Ct);
        using var nobody = await server.Http.GetAsync(new Uri(server.Url + path), Ct);

        Assert.Contains("ada@example.org", await known.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, nobody.StatusCode);
    }

    [Fact]
    public async Task A_slash_too_many_gets_around_no_rule_of_the_interfaces()
    {
        await using var server = await TestServer.Start();

        using var noJson = await server.Http.PostAsync(new Uri($"{server.Url}//api/v0/users/login/"), Body("text/plain", "{}"u8.ToArray()), Ct);
        using var noPassword = await server.Http.PostAsync(new Uri($"{server.Url}//tf/enable"), Body("application/json", "{}"u8.ToArray()), Ct);

        Assert.Contains("Send a JSON body", await noJson.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, noPassword.StatusCode);
        Assert.Contains("\"message\"", await noPassword.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//sign-in")]
    [InlineData("//healthz")]
    [InlineData("//account/security")]
    [InlineData("/operate//accounts")]
    [InlineData("/%2Fapi/v0/users/current/")]
    [InlineData("//apis/v0/users/current/")]
    public async Task Other_addresses_have_one_spelling(string path)
    {
        await using var server = await TestServer.Start();

        using var answer = await server.Http.GetAsync(new Uri(server.Url + path), Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_password_manager_is_led_to_where_the_password_is_changed()
    {
        await using var server = await TestServer.Start();

        var stranger = server.Browser();
        var first = await stranger.Open("/.well-known/change-password");
        var door = await stranger.Follow(await stranger.Follow(first));
        var led = await stranger.Submit(door, PagePaths.SignIn, ("name", "ada"), ("password", TestPerson.Password));

        Assert.Equal((303, PagePaths.PasswordChange), (first.Status, first.Location));
        Assert.Equal(PagePaths.PasswordChange, led.Location);
        Assert.Equal(404, (await stranger.Open("/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200")).Status);
    }

    private static bool IsRead(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(HttpMethods.Get);

    private static string PathOf(RouteEndpoint endpoint) => LiveRoutes.Pattern(endpoint)
        .Replace("/assets/{hash}/{name}", PageAssets.PathOf(PageAssets.Names.First()), StringComparison.Ordinal)
        .Replace("{id:long}", "1", StringComparison.Ordinal)
        .Replace("{token}", "tfd_any", StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> Send(TestServer server, HttpMethod method, string path, PageVisitor browser)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", "text/html");
        if (browser.Cookies.Count > 0) request.Headers.Add("Cookie", CookiesOf(browser));
        return await server.Http.SendAsync(request, Ct);
    }

    private static string CookiesOf(PageVisitor browser) =>
        string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={Uri.EscapeDataString(cookie.Value)}"));

    // What the moment or chance decides is compared by its presence; how a body is carried says nothing where there is none.
    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length"))
        .Select(header => header.Key is "Date" or "Set-Cookie"
            ? header.Key
            : $"{header.Key}: {Nonce().Replace(string.Join(", ", header.Value), "nonce")}")
        .Order(StringComparer.Ordinal);

    private static ByteArrayContent Body(string type, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static async Task<HttpResponseMessage> AskForToken(TestServer server, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/request-token") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada@example.org:{TestPerson.Password}")));
        return await server.Http.SendAsync(request, Ct);
    }

    private static async Task<HttpResponseMessage> SignIn(TestServer server, string type, byte[] mark)
    {
        var browser = server.Browser();
        var fields = (await browser.Open(PagePaths.SignIn)).FormOf(PagePaths.SignIn);
        (fields["name"], fields["password"]) = ("ada", TestPerson.Password);
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, PagePaths.SignIn)
        {
            Content = Body(type, [.. mark, .. await form.ReadAsByteArrayAsync(Ct)]),
        };
        request.Headers.Add("Cookie", CookiesOf(browser));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await server.Http.SendAsync(request, Ct);
    }

    [GeneratedRegex("nonce-[A-Za-z0-9+/=]+")]
    private static partial Regex Nonce();
}
