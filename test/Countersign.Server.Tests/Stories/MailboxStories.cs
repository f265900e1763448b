using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Whoever has the mailbox alone does not get in, and its owner is told and can stop it.</summary>
public sealed partial class MailboxStories
{
    private const string Another = "yet-another-horse";
    private const string TheirPassword = "another-horse-battery";
    private static readonly TimeSpan Wait = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("all")]
    [InlineData("login")]
    public async Task The_mailbox_alone_does_not_open_an_account_with_a_second_factor(string emailCodes)
    {
        await using var server = await TestServer.Start(("EMAIL_CODES", emailCodes));
        var grace = server.People.Grace;
        await Reset(server, grace.Email);

        var (browser, secret) = await PasswordStep(server, grace);
        var refused = (await browser.Post("/tfa/email/", new { secret })).IsRefused(400, "invalid_tfa_method");
        Assert.Contains("set by mail", refused["msg"].GetString(), StringComparison.Ordinal);

        server.Clock.Advance(Wait - TimeSpan.FromMinutes(1));
        (browser, secret) = await PasswordStep(server, grace);
        (await browser.Post("/tfa/email/", new { secret })).IsRefused(400, "invalid_tfa_method");

        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await server.IsSteady();
        (browser, secret) = await PasswordStep(server, grace);
        (await browser.Post("/tfa/email/", new { secret })).Ok();
        (await browser.Post("/tfa/", new { tfa_method = "email", secret, code = (await server.NextCode(grace.Email)).Code })).Ok();
    }

    [Fact]
    public async Task A_code_mailed_before_the_password_was_set_by_mail_is_worth_nothing_after_it()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);
        var secret = (await key.Post("/tfa/email/")).Ok().Secret;
        var code = (await server.NextCode(grace.Email)).Code;

        await Reset(server, grace.Email);

        Assert.NotEqual(200, (await key.Post("/tfa/", new { tfa_method = "email", secret, code })).Status);
        (await key.Post("/tfa/email/")).IsRefused(400, "invalid_tfa_method");
    }

    [Fact]
    public async Task The_mailed_link_that_turns_2FA_off_waits_too()
    {
        await using var server = await TestServer.Start(("EMAIL_CODES", "off"));
        var grace = server.People.Grace;
        await Reset(server, grace.Email);

        var refused = (await server.Verb<AskToDisable>().Run(await WithPassword(server, grace), Ct)).Refused!;
        Assert.Equal((Refusal.EmailWaits, server.Clock.GetUtcNow() + Wait), (refused.Why, refused.RetryAt));

        server.Clock.Advance(Wait);
        await server.IsSteady();
        Assert.NotNull((await server.Verb<AskToDisable>().Run(await WithPassword(server, grace), Ct)).Given);
    }

    [Fact]
    public async Task Another_factor_proven_once_makes_mail_count_again()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await Reset(server, grace.Email);
        var (browser, secret) = await PasswordStep(server, grace);

        (await browser.Post("/tfa/", new { tfa_method = "totp", secret, code = grace.Phone.NextCode() })).Ok();

        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task An_operator_may_set_no_wait()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "0s"));
        var grace = server.People.Grace;
        await Reset(server, grace.Email);
        var (browser, secret) = await PasswordStep(server, grace);

        (await browser.Post("/tfa/email/", new { secret })).Ok();
    }

    [Fact]
    public async Task Without_a_second_factor_mail_authorizes_the_first_one_as_ever()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        await Reset(server, ada.Email);

        (await server.As(ada).Post("/tfa/authorize-new-method/", new { tfa_method = "email" })).Ok();
    }

    [Fact]
    public async Task Every_number_on_file_hears_of_it_and_one_button_there_stops_it_for_good()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await Reset(server, linus.Email);
        var link = await NotMeLink(server, linus.Number!);

        // Whoever holds the mailbox sets a password again: that makes the objection no less good.
        server.Clock.Advance(TimeSpan.FromHours(1));
        await Reset(server, linus.Email);
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);
        Assert.Equal(Refusal.InvalidLink, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Refused!.Why);

        await Reset(server, linus.Email, Another);
        server.Clock.Advance(TimeSpan.FromDays(30));
        await server.IsSteady();
        var (browser, secret) = await PasswordStep(server, linus, Another);
        (await browser.Post("/tfa/email/", new { secret })).IsRefused(400, "invalid_tfa_method");

        var sent = (await browser.Post("/tfa/sms/", new { secret })).Ok().Secret;
        (await browser.Post("/tfa/", new { tfa_method = "sms", secret = sent, code = (await server.NextCode(linus.Number!)).Code })).Ok();
        (await server.As(linus).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task A_freeze_is_not_lifted_by_the_mailbox_alone()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var caller = (await server.CallerOf(await server.SessionOf(grace)))!;
        await server.Verb<FreezeChanges>().Run(caller, KeptKeys.All, Ct);

        await Reset(server, grace.Email);

        var key = (await server.Verb<Callers>().Identify(grace.ApiKey, SessionKind.Bearer, PageVerbSteps.Here, Ct)).Caller!;
        Assert.Equal(Refusal.ChangesFrozen, (await server.Verb<AskToAdd>().Run(key, new(ProofKind.Totp, null, null), Ct)).Refused!.Why);
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_its_button_needs_nobody_to_be_signed_in()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await Reset(server, linus.Email);
        var path = $"/not-me?token={(await NotMeLink(server, linus.Number!)).Reveal()}";
        var visitor = server.Browser();
        for (var look = 0; look < 10; look++) Assert.Equal(200, (await visitor.Open(path)).Status);

        var stopped = await visitor.Follow(await visitor.Submit(await visitor.Open(path), "/not-me"));

        Assert.Contains("Stopped: everybody is signed out", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Open(path)).Status);
    }

    [Fact]
    public async Task Of_many_who_press_the_button_of_one_link_one_stops_it()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        await Reset(server, linus.Email);
        var link = await NotMeLink(server, linus.Number!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)));

        Assert.Single(answers, answer => answer.Given is not null);
    }

    private static async Task Reset(TestServer server, string email, string password = TheirPassword)
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(TokenIn(mail), password, PageVerbSteps.Here, Ct)).Given);
    }

    private static async Task<(VastCaller Browser, string Secret)> PasswordStep(
        TestServer server, TestPerson person, string password = TheirPassword)
    {
        var browser = server.Stranger();
        return (browser, (await browser.Post("/users/login/", new { email = person.Email, password })).Ok().Secret);
    }

    private static async Task<PasswordCaller> WithPassword(TestServer server, TestPerson person) =>
        (await server.Verb<CheckBasic>().Run(person.Email, TheirPassword, PageVerbSteps.Here, Ct)).Given!;

    private static async Task<Token> NotMeLink(TestServer server, string number) =>
        TokenIn(await server.Next(number, message => message.Text.Contains("not-me", StringComparison.Ordinal)));

    private static Token TokenIn(CaughtMessage message)
    {
        Assert.True(Token.TryParse(LinkToken().Match(message.Text).Value, out var link));
        return link;
    }

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
