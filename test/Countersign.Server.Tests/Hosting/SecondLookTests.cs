using System.Net;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>
/// What a request came with goes between the gate and the change: after the server knew who was calling, and before it had read what was
/// asked for. It has done nothing, and is answered as if it had come after that.
/// </summary>
public sealed class SecondLookTests
{
    private const string GoneKey = "Invalid user key";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_that_was_given_another_value_is_an_invalid_one()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var after = "";
        using var late = Late(server, async () => after = (await server.As(ada).Put("/commands/reset_apikey/")).Ok().Text("new_api_key")!);

        Is(401, "auth_error", GoneKey, await new VastCaller(late, ada.ApiKey).Post("/auth/apikeys/", new { name = "late" }));
        Assert.Equal(1, await Keys(server, ada));
        (await server.With(after).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_key_that_was_deleted_is_an_invalid_one()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        using var late = Late(server, () => server.Change(tx => tx.Execute($"DELETE FROM api_keys")));

        Is(401, "auth_error", GoneKey, await new VastCaller(late, ada.ApiKey).Post("/auth/apikeys/", new { name = "late" }));
        Assert.Equal(0, await Keys(server, ada));
    }

    [Fact]
    public async Task A_session_that_ended_is_an_invalid_one()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok().Text("session_key")!;
        using var late = Late(server, () => server.Change(tx => tx.Execute($"UPDATE sessions SET ended_at = {tx.Now}")));

        Is(401, "auth_error", GoneKey, await new VastCaller(late, session).Post("/auth/apikeys/", new { name = "late" }));
        Assert.Equal(1, await Keys(server, grace));
    }

    [Fact]
    public async Task A_session_whose_time_is_over_has_expired()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok().Text("session_key")!;
        using var late = Late(server, () => server.Change(tx => tx.Execute($"UPDATE sessions SET expires_at = {tx.Now}")));

        Is(404, "auth_error", "Session expired. Please log in again.",
            await new VastCaller(late, session).Post("/auth/apikeys/", new { name = "late" }));
        Assert.Equal(1, await Keys(server, grace));
    }

    [Fact]
    public async Task The_key_of_an_account_that_was_shut_is_an_invalid_one()
    {
        await using var server = await TestServer.Start();
        using var late = Late(server, () => server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = {tx.Now}")));

        Is(401, "auth_error", GoneKey, await new VastCaller(late, server.People.Ada.ApiKey).Post("/auth/apikeys/", new { name = "late" }));
    }

    [Fact]
    public async Task A_key_alone_is_too_little_once_the_account_has_a_second_factor()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        using var late = Late(server, () => server.PlantApps(ada, 1));

        var answer = await new VastCaller(late, ada.ApiKey).Post("/auth/apikeys/", new { name = "late" });
        Assert.Equal((401, "auth_error"), (answer.Status, answer.Error));
        Assert.Contains("an API key alone is not enough here", answer.Msg, StringComparison.Ordinal);
        Assert.Equal(1, await Keys(server, ada));
    }

    [Fact]
    public async Task Whoever_may_still_pass_is_told_to_try_again()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        using var late = Late(server, () => server.PlantApps(ada, 1));

        // The sign-in takes a key alone, with a factor or without.
        var answer = await new VastCaller(late, ada.ApiKey).Post("/tfa/email/", new { });
        Assert.Equal((503, "service_unavailable", "1"), (answer.Status, answer.Error, answer.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_password_that_was_changed_is_wrong_from_then_on()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        using var late = Late(server, async () => (await server.As(ada).Put(
            "/users/password/", new { old_password = TestPerson.Password, new_password = "correct-horse-battery-staple" })).Ok());

        var answer = await VssCaller.With(late, ada.Name, TestPerson.Password).Post("/auth/request-token", new { otp = "123456" });
        Assert.Equal(401, answer.Status);
        Assert.Equal(0, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM sessions WHERE kind = {SessionKind.Token}"), Ct));
    }

    [Fact]
    public async Task A_page_says_what_it_says_to_whoever_comes_after_the_end_of_their_session()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var browser = await server.Browser(ada);
        using var late = Late(server, () => server.Change(tx => tx.Execute($"UPDATE sessions SET ended_at = {tx.Now}")));
        var page = await browser.Open("/account/security/password");

        var (at, after) = (await Change(browser.At(late)), await Change(browser));
        Assert.Equal((403, after.Status), (at.Status, at.Status));
        Assert.Equal(after.Text, at.Text);
        (await server.Stranger().Password(ada)).Ok();

        Task<PageAnswer> Change(PageVisitor visitor) => visitor.Submit(
            page, "/account/security/password", ("old", TestPerson.Password), ("password", "correct-horse-battery-staple"));
    }

    private static void Is(int status, string code, string message, VastAnswer answer) =>
        Assert.Equal((status, code, message), (answer.Status, answer.Error, answer.Text("msg")));

    private static Task<long> Keys(TestServer server, TestPerson person) => server.Db.Read(
        sql => sql.Number($"SELECT count(*) FROM api_keys k JOIN accounts a ON a.id = k.account_id WHERE a.username = {person.Name}"), Ct);

    private static HttpClient Late(TestServer server, Func<Task> meanwhile) =>
        new(new Meanwhile(meanwhile)) { BaseAddress = new(server.Url) };

    /// <summary>
    /// Keeps the body back until the server asks for it, which it does once it knows who is calling, and lets something happen before.
    /// </summary>
    private sealed class Meanwhile(Func<Task> act) : DelegatingHandler(
        new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
    {
        private bool happened;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = true;
            request.Content = new Body(request.Content!, async () =>
            {
                await act();
                happened = true;
            });
            var answer = await base.SendAsync(request, cancellationToken);
            Assert.True(happened, "The server answered without the body.");
            return answer;
        }
    }

    private sealed class Body : HttpContent
    {
        private readonly HttpContent content;
        private readonly Func<Task> before;

        public Body(HttpContent content, Func<Task> before)
        {
            (this.content, this.before) = (content, before);
            foreach (var (name, values) in content.Headers) Headers.TryAddWithoutValidation(name, values);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await before();
            await content.CopyToAsync(stream, context);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Headers.ContentLength ?? 0;
            return content.Headers.ContentLength is not null;
        }
    }
}
