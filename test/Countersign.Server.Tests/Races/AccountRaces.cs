using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Admin;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Keys, links and passwords in the hands of a crowd.</summary>
public sealed partial class AccountRaces
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_key_is_replaced_once_and_the_old_one_never_comes_back()
    {
        await using var server = await TestServer.Start();
        var key = server.People.Ada.ApiKey;
        for (var round = 0; round < 5; round++)
        {
            var old = key;
            var answers = await Crowd.AtOnce(_ => server.With(old).Put("/commands/reset_apikey/"));

            key = Assert.Single(answers, answer => answer.Status == 200).Text("new_api_key")!;
            Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 401 }));
            (await server.With(key).Get("/users/current/")).Ok();
            Assert.Equal("Invalid user key", (await server.With(old).Get("/users/current/")).Msg);

            // The next round's first use of the key is noted again.
            server.Clock.Advance(TimeSpan.FromMinutes(10));
        }
    }

    [Fact]
    public async Task A_mailed_link_proves_an_address_once()
    {
        await using var server = await TestServer.Start();
        (await server.Stranger().Post(
            "/users/", new { email = "hedy@example.net", username = "hedy", password = "frequency-hopping-1942" })).Ok();
        var mail = await server.Inbox.Next("hedy@example.net", Ct);
        var token = Uri.UnescapeDataString(mail.Text.Split("token=")[1].Split('\n', ' ')[0]);

        Crowd.OneOf(await Crowd.AtOnce(_ => server.Stranger().Post("/users/verify-email/", new { token })), 400, "challenge_not_found");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'email_verified'"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1")]
    public async Task A_crowd_of_right_passwords_waits_for_nothing_that_a_wrong_one_would_cost(string free)
    {
        Assert.SkipWhen(free == "1" && TestDatabases.Nodes > 1, "Each node has a line of its own: two of them look at two at once.");
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("PASSWORD_FREE_FAILURES", free)]);

        var answers = await Crowd.AtOnce(
            12, _ => server.Stranger().Post("/users/login/", new { email = "grace", password = TestPerson.Password }));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'authn_login_fail'"));
    }

    [Fact]
    public async Task Every_try_of_a_password_is_charged_before_it_is_looked_at()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);

        var answers = await Crowd.AtOnce(
            _ => server.Stranger().Post("/users/login/", new { email = "grace", password = "wrong-wrong-wrong" }));

        Assert.Equal(5, answers.Count(403, "auth_error"));
        Assert.Equal(Crowd.Size - 5, answers.Count(429, "rate_limited"));
        Assert.Equal(5, await server.AuditedOf(server.People.Grace, "authn_login_fail", "wrong_password"));
    }

    [Fact]
    public async Task A_crowd_with_the_right_password_leaves_nobody_waiting()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        for (var round = 0; round < 3; round++)
        {
            var answers = await Crowd.AtOnce(
                _ => server.Stranger().Post("/users/login/", new { email = "ada", password = TestPerson.Password }));

            var let = answers.Count(200);
            Assert.NotEqual(0, let);
            Assert.Equal(Crowd.Size - let, answers.Count(429, "rate_limited"));
            (await server.Stranger().Post("/users/login/", new { email = "ada", password = TestPerson.Password })).Ok();
        }
    }

    [Fact]
    public async Task Of_many_who_confirm_one_user_name_at_once_one_has_it_and_the_others_get_a_number()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("SIGN_UP_PER_ADDRESS", "100/1h")]);
        var links = new List<string>();
        for (var n = 0; n < 10; n++)
        {
            var (email, username) = ($"hedy{n}@example.net", n % 2 == 0 ? "hedy" : "HEDY");
            (await server.Stranger().Post("/users/", new { email, username, password = "frequency-hopping-1942" })).Ok();
            var mail = await server.Next(email, message => message.Text.Contains("verify-email?", StringComparison.Ordinal));
            links.Add(LinkToken().Match(mail.Text).Value);
        }

        var answers = await Crowd.AtOnce(links.Count, n => server.Stranger().Post("/users/verify-email/", new { token = links[n] }));

        Assert.All(answers, answer => answer.Ok());
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username_canonical = 'hedy'"));
        Assert.Equal(links.Count, await server.Number(
            $"SELECT count(DISTINCT username_canonical) FROM accounts WHERE username_canonical LIKE 'hedy%' AND email_verified_at IS NOT " +
                $"NULL"));
    }

    [Fact]
    public async Task An_operator_and_whoever_confirms_a_sign_up_at_the_same_instant_leave_one_account()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("SIGN_UP_PER_ADDRESS", "100/1h")]);
        var shell = new OperatorShell(
            new Dictionary<string, string>(StringComparer.Ordinal), server.Clock,
            new Keyboard(TextReader.Null, IsTerminal: false, () => ""), "olga");
        for (var n = 0; n < 12; n++)
        {
            var address = $"hedy{n}@example.net";
            Assert.True(EmailAddress.TryParse(address, out var email));
            (await server.Stranger().Post(
                "/users/", new { email = address, username = $"hedy{n}", password = "frequency-hopping-1942" })).Ok();
            var mail = await server.Next(address, message => message.Text.Contains("verify-email?", StringComparison.Ordinal));
            var token = LinkToken().Match(mail.Text).Value;

            var confirming = server.Stranger().Post("/users/verify-email/", new { token });
            var making = server.Db.Write(async tx =>
            {
                await MakeWay.For(tx, server.Services.GetRequiredService<AuditLog>(), shell, new(email, $"made{n}"), "account add");
                return await AccountStore.TryAdd(tx, new(email, $"made{n}"));
            }, TestContext.Current.CancellationToken);
            await Task.WhenAll(confirming, making);

            Assert.Equal((await making) is null ? 200 : 400, (await confirming).Status);
            Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE email_canonical = {address}"));
        }
    }

    [Fact]
    public async Task However_many_networks_know_a_password_few_sign_ins_wait()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom, ("OPEN_CHALLENGES", "2")]);
        var check = server.Services.GetRequiredService<CheckPassword>();

        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd.Size).Select(n =>
        {
            var address = $"198.51.{n / 2}.1";
            return check.Run(
                "grace", TestPerson.Password,
                SessionKind.Browser, null, new(address, address, "Browser", "POST /test"), TestContext.Current.CancellationToken);
        }));

        Assert.Equal(40, answers.Count(answer => answer.Given is not null));
        Assert.Equal(24, answers.Count(answer => answer.Refused is { Why: Refusal.TooManyWaiting, RetryAt: not null }));
        Assert.Equal(20, await server.Number($"SELECT count(*) FROM challenges WHERE ended_at IS NULL"));
        Assert.Equal(20, await server.Number($"SELECT count(DISTINCT opened_from) FROM challenges WHERE ended_at IS NULL"));
    }

    [GeneratedRegex(@"(?<=verify-email\?token=)[\w-]+")]
    private static partial Regex LinkToken();
}
