using System.Net;
using System.Net.Sockets;
using System.Text;
using Countersign.Server.Hosting;
using Countersign.Server.Requests;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class RequestTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_no_server_name()
    {
        await using var server = await TinyServer.StartWhole();
        foreach (var path in new[] { "/who", "/nowhere" })
        {
            using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
            Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
            Assert.Equal("strict-origin", Header(answer, "Referrer-Policy"));
            Assert.Equal("no-store", Header(answer, "Cache-Control"));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(answer, "Content-Security-Policy"));
            Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
            Assert.Equal("require-corp", Header(answer, "Cross-Origin-Embedder-Policy"));
            Assert.Equal("camera=(), microphone=(), geolocation=(), otp-credentials=(self)", Header(answer, "Permissions-Policy"));
            Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_stay_there()
    {
        await using var server = await TinyServer.StartWhole("127.0.0.1/32");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await server.Client.SendAsync(request, Ct);

        Assert.Equal("max-age=63072000; includeSubDomains", Header(answer, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_page_may_run_its_own_scripts_and_those_of_nobody_else()
    {
        await using var server = await TinyServer.StartWhole(routes: app =>
            app.MapGet("/page", (HttpContext context) => $"{context.PageNonce()} {context.PageNonce()}"));

        using var answer = await server.Client.GetAsync(new Uri("/page", UriKind.Relative), Ct);
        var nonces = (await answer.Content.ReadAsStringAsync(Ct)).Split(' ');
        var again = await server.Client.GetStringAsync(new Uri("/page", UriKind.Relative), Ct);

        Assert.Equal(nonces[0], nonces[1]);
        Assert.NotEqual(nonces[0], again.Split(' ')[0]);
        Assert.Equal(
            $"default-src 'none'; script-src 'nonce-{nonces[0]}'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
            "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
            Header(answer, "Content-Security-Policy"));
    }

    [Theory]
    [InlineData("application/json", """{"code":"1"}""", 200)]
    [InlineData("application/json; charset=utf-8", """{"code":"1"}""", 200)]
    [InlineData("text/plain", """{"code":"1"}""", 400)]
    [InlineData("application/x-www-form-urlencoded", "code=1", 400)]
    [InlineData("application/json", """{"code":"1","code":"2"}""", 400)]
    [InlineData("application/json", """{"code":1}""", 400)]
    [InlineData("application/json", """{"code":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", 400)]
    [InlineData("application/json", """{"other":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", 400)]
    [InlineData("application/json", "{", 400)]
    public async Task A_body_is_JSON_of_the_right_shape_or_refused_as_JSON(string type, string body, int status)
    {
        await using var server = await TinyServer.StartWhole(routes: MapLogIn);
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        using var answer = await server.Client.PostAsync(new Uri("/api/v0/tfa/", UriKind.Relative), content, Ct);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status != 200)
            Assert.StartsWith(
                """{"success":false,"error":"bad_request","msg":""", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_64_KiB_is_refused_announced_or_not(bool chunked)
    {
        await using var server = await TinyServer.StartWhole(routes: MapLogIn);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v0/tfa/")
        {
            Content = new StringContent($$"""{"code":"{{new string('1', BodyLimits.LargestBody)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await server.Client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("larger than 64 KiB", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://evil.example/who HTTP/1.1\r\nHost: 127.0.0.1", "400")]
    [InlineData("GET /who HTTP/1.1\r\nHost: a\r\nHost: b", "400")]
    [InlineData("GET /who HTTP/1.1", "400")]
    public async Task A_request_that_is_not_clear_about_its_host_is_refused(string head, string status)
    {
        await using var server = await TinyServer.StartWhole();
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.EndPoint, Ct);
        await using var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nConnection: close\r\n\r\n"), Ct);
        using var reader = new StreamReader(stream);

        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:8080", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("rebound.example", false)]
    [InlineData("localhost.rebound.example:8080", false)]
    [InlineData("127.0.0.1.rebound.example", false)]
    [InlineData("", false)]
    public async Task Development_mode_answers_to_the_names_of_its_own_machine_only(string host, bool isOwn)
    {
        await using var server = await TestServer.StartDevelopment();
        foreach (var path in (string[])["/", "/sign-in", "/dev/inbox", "/healthz", "/countersign.css"])
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port, Ct);
            await socket.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Ct);
            using var reader = new StreamReader(socket.GetStream());
            var answer = await reader.ReadToEndAsync(Ct);

            Assert.Equal(!isOwn, answer.StartsWith("HTTP/1.1 403", StringComparison.Ordinal));
            if (!isOwn) Assert.Contains("answers only to the names localhost, 127.0.0.1 and [::1]", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Forwarded", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "198.51.100.1")]
    [InlineData("CF-Ray", "1")]
    [InlineData("X-Client-IP", "127.0.0.1")]
    [InlineData("X-Cluster-Client-IP", "127.0.0.1")]
    [InlineData("True-Client-IP", "127.0.0.1")]
    [InlineData("Fastly-Client-IP", "127.0.0.1")]
    [InlineData("X-Original-For", "127.0.0.1")]
    [InlineData("X-Remote-Addr", "127.0.0.1")]
    [InlineData("X-Envoy-External-Address", "127.0.0.1")]
    [InlineData("WL-Proxy-Client-IP", "127.0.0.1")]
    [InlineData("CDN-Loop", "cdn")]
    [InlineData("X-Client-Host", "example.org")]
    [InlineData("X-Authenticated-User", "ada")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Surrogate-Capability", "proxy=\"Surrogate/1.0\"")]
    [InlineData("SSL-Client-Verify", "NONE")]
    public async Task Development_mode_answers_nobody_through_a_proxy(string header, string value)
    {
        await using var server = await TestServer.StartDevelopment(("TRUSTED_PROXIES", "127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/inbox");
        request.Headers.Add(header, value);

        using var answer = await server.Http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("through a proxy", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_mode_answers_nobody_on_another_machine()
    {
        await using var server = await TinyServer.Start(app =>
        {
            app.UseClientAddress([IPNetwork.Parse("127.0.0.1/32")]);
            app.UseLoopbackOnly();
            app.MapGet("/", () => "hello");
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");

        using var answer = await server.Client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("hello", await server.Client.GetStringAsync(new Uri("/", UriKind.Relative), Ct));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080;http://[::1]:8080", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://192.0.2.1:8080", false)]
    [InlineData("http://example.org:8080", false)]
    [InlineData("http://127.0.0.1:8080;http://192.0.2.1:8080", false)]
    [InlineData("http://127.0.0.1.example.org:8080", false)]
    public void Development_mode_listens_on_loopback_only(string urls, bool isFine) =>
        Assert.Equal(isFine ? 0 : 1, LoopbackOnly.Faults([urls]).Count());

    private static void MapLogIn(WebApplication app) =>
        app.MapPost("/api/v0/tfa/", (Wire.LogInRequest ask) => ask.Code);

    private static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.TryGetValues(name, out var values) ? values : []);
}
