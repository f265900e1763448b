using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What an API key outlives and what ends it. Those of the test people were made by an operator.</summary>
public sealed partial class KeyEndStories
{
    private const string NewPassword = "another-horse-battery";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_made_before_the_address_was_proven_dies_at_its_proof_and_the_owner_hears_of_it()
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina", isProven: false);
        var early = await Made(server.As(nina), "early");
        (await server.Stranger().Post("/users/verify-email/send/", new { email = nina.Email })).Ok();

        (await server.As(nina).Post("/users/verify-email/", new { code = (await server.NextCode(nina.Email)).Code })).Ok();

        await server.With(early).IsOut();
        (await server.As(nina).Get("/users/current/")).Ok();
        var told = await server.Next(nina.Email, message => message.Text.Contains("API keys", StringComparison.Ordinal));
        Assert.Contains("1 API key ended with it", told.Text, StringComparison.Ordinal);
        var late = await Made(server.As(nina), "late");
        (await server.With(late).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_reset_by_mail_ends_every_key_but_those_of_an_operator()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var own = await Made(server.As(ada), "own");

        await Reset(server, ada);

        await server.With(own).IsOut();
        (await server.As(ada).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_key_of_an_operator_that_was_given_another_value_is_the_persons_own()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var taken = (await server.As(ada).Put("/commands/reset_apikey/")).Ok().Text("new_api_key")!;

        await Reset(server, ada);

        await server.With(taken).IsOut();
    }

    [Fact]
    public async Task The_link_of_a_notice_ends_every_key_but_those_of_an_operator()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await Reset(server, linus);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET mail_counts_from = NULL WHERE username = 'linus'"));
        var id = await server.IdOf(linus);
        await server.Change(tx => tx.Execute($"""
            INSERT INTO api_keys (account_id, name, token_hash, token_key, suffix, permissions, created_at)
            VALUES ({id}, 'theirs', {new byte[] { 1, 2, 3 }}, 'k1', 'abcd', {ApiKeyRights.Everything}, {tx.Now})
            """));
        var link = TokenIn(await server.Next(linus.Number!, message => message.Text.Contains("not-me", StringComparison.Ordinal)));

        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM api_keys WHERE account_id = {id}"));
        (await server.As(linus).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_program_that_changes_the_password_keeps_its_keys_unless_it_says_otherwise()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var (mine, other) = (await Made(server.As(ada), "mine"), await Made(server.As(ada), "other"));

        (await server.With(mine).Put(
            "/users/password/", new { old_password = TestPerson.Password, new_password = NewPassword })).Ok();
        (await server.With(other).Get("/users/current/")).Ok();

        (await server.With(mine).Put(
            "/users/password/", new { old_password = NewPassword, new_password = "a-third-horse-battery", end_api_keys = true })).Ok();
        await server.With(other).IsOut();
        (await server.With(mine).Get("/users/current/")).Ok();
        (await server.As(ada).Get("/users/current/")).Ok();
    }

    [Theory]
    [InlineData("/account/security/password")]
    [InlineData("/account/activity/not-me")]
    public async Task The_pages_ask_key_by_key_and_what_is_not_ticked_ends(string path)
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var (kept, ended) = (await Made(server.As(ada), "kept"), await Made(server.As(ada), "ended"));
        var browser = await server.Browser(ada);
        var page = await browser.Open(path);
        var form = page.FormOf(path);
        Assert.Equal("1", form["keep"]); // the operator's own, and no other
        var fields = form.Where(field => field.Key != "keep")
            .Concat([new("old", TestPerson.Password), new("password", NewPassword), new("keep", await IdOf(server, "kept"))]);
        var unseen = await Made(server.As(ada), "made while the page was open");

        Assert.Equal(303, (await browser.Post(path, fields)).Status);

        (await server.With(kept).Get("/users/current/")).Ok();
        await server.With(ended).IsOut();
        await server.With(unseen).IsOut();
        await server.As(ada).IsOut();
    }

    [Fact]
    public async Task What_was_ticked_is_still_ticked_after_a_refusal()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        await Made(server.As(ada), "kept");
        var browser = await server.Browser(ada);
        var path = "/account/security/password";
        var kept = await IdOf(server, "kept");

        var again = await browser.Submit(await browser.Open(path), path, ("old", "wrong"), ("password", NewPassword), ("keep", kept));

        Assert.Equal((422, kept), (again.Status, again.FormOf(path)["keep"]));
        (await server.As(ada).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task Disabling_ends_every_key_and_enabling_revives_none()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var by = new ShellOperator("olga", "account disable");
        var target = new Target(new(await server.IdOf(grace)));
        var why = Reason.Find("left")!;

        Assert.NotNull((await server.Verb<DisableAccount>().Run(by, target, why, Ct)).Given);
        Assert.NotNull((await server.Verb<EnableAccount>().Run(by, target, why, Ct)).Given);

        await server.As(grace).IsOut();
    }

    [Theory]
    [InlineData(OldPassword.Kept)]
    [InlineData(OldPassword.Voided)]
    public async Task A_reset_of_the_second_factor_ends_every_key_but_those_of_an_operator(OldPassword password)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        var own = await Made(session, "own");
        var by = new ShellOperator("olga", "account reset-2fa");

        Assert.NotNull((await server.Verb<ResetSecondFactor>().Run(
            by, new(new(await server.IdOf(grace))), Reason.Find("lost it")!, new(password), Ct)).Given);

        await server.With(own).IsOut();
        (await server.As(grace).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task Turning_2FA_off_by_a_mailed_link_ends_every_key_but_those_of_an_operator()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var own = await Made(await server.LoggedIn(grace), "own");
        var caller = (await server.Verb<CheckBasic>().Run(grace.Email, TestPerson.Password, PageVerbSteps.Here, Ct)).Given!;
        await server.Verb<AskToDisable>().Run(caller, Ct);
        var link = await AskedMailStories.NextLink(server, grace.Email);

        Assert.NotNull((await server.Verb<DisableByLink>().Run(caller, link, Ct)).Given);

        await server.With(own).IsOut();
        (await server.As(grace).Get("/users/current/")).Ok();
    }

    [Theory]
    [InlineData("""{"api":{"user_write":{}}}""", """{"api":{"user_write":{}}}""", true)]
    [InlineData("""{"api":{"user_write":{},"user_read":{}}}""", """{"api":{"user_read":{}}}""", true)]
    [InlineData("""{"api":{"user_write":{}}}""", """{"api":{"user_read":{}}}""", false)]
    [InlineData("""{"api":{"user_write":{},"user_read":{}}}""", "{}", false)]
    [InlineData("""{"api":{"user_write":{}}}""", """{"api":{"user_write":{},"billing_write":{}}}""", false)]
    [InlineData("{}", """{"api":{"user_write":{},"billing_write":{}}}""", true)]
    public async Task A_key_makes_only_keys_that_may_do_no_more_than_it_may_itself(string own, string asked, bool isMade)
    {
        await using var server = await TestServer.Start();
        var maker = server.With((await server.As(server.People.Ada).Post(
            "/auth/apikeys/", new { permissions = System.Text.Json.JsonDocument.Parse(own).RootElement })).Ok().Text("key")!);

        var answer = await maker.Post("/auth/apikeys/", new { permissions = System.Text.Json.JsonDocument.Parse(asked).RootElement });

        if (isMade) answer.Ok();
        else answer.IsRefused(403, "auth_error");
    }

    private static async Task<string> Made(VastCaller caller, string name) =>
        (await caller.Post("/auth/apikeys/", new { name })).Ok().Text("key")!;

    private static async Task<string> IdOf(TestServer server, string key) =>
        (await server.Number($"SELECT id FROM api_keys WHERE name = {key}")).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Reset(TestServer server, TestPerson person)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(TokenIn(mail), NewPassword, PageVerbSteps.Here, Ct)).Given);
    }

    private static Token TokenIn(CaughtMessage message)
    {
        Assert.True(Token.TryParse(LinkToken().Match(message.Text).Value, out var link));
        return link;
    }

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
