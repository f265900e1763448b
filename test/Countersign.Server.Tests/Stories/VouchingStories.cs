using System.Net;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Operators;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A first factor that the password alone has set up: where the mailbox must vouch for it, and where it can stop it.</summary>
public sealed partial class VouchingStories
{
    private const string Ask = "/account/security/confirm";
    private const string OwnersPassword = "another-horse-battery";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admins_factor_counts_only_once_the_mailbox_has_vouched_for_it()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {ada.Name}"));
        var begun = (await server.By(ada).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        var first = phone.NextCode();

        (await server.By(ada).Post("/tf/verify", new { otp = first })).Refuses(HttpStatusCode.Forbidden, "open the link in the e-mail");
        Assert.False((await server.Stranger().Password(ada)).Ok().Has("tfa_required"));

        Assert.True((await server.Verb<ConfirmFactor>().Run(await VouchingLink(server, ada), PageVerbSteps.Here, Ct)).Given!.TurnedOn);
        Assert.True((await server.Stranger().Password(ada)).Ok().Has("tfa_required"));

        // The code that was seen before is spent with the activation.
        (await server.By(ada).Post("/tf/verify", new { otp = first })).AsksForOtp();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        (await server.By(ada).Post("/tf/verify", new { otp = phone.NextCode() })).Ok();
    }

    [Fact]
    public async Task The_operator_may_ask_it_of_everybody()
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", "on"));
        var ada = server.People.Ada;
        var begun = (await server.By(ada).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();

        (await server.By(ada).Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() }))
            .Refuses(HttpStatusCode.Forbidden, "open the link in the e-mail");
        await server.Verb<ConfirmFactor>().Run(await VouchingLink(server, ada), PageVerbSteps.Here, Ct);

        Assert.True((await server.Stranger().Password(ada)).Ok().Has("tfa_required"));
    }

    [Fact]
    public async Task A_method_by_mail_vouches_for_itself()
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", "on"));

        await server.TurnOnEmail(server.People.Ada);

        Assert.True((await server.Stranger().Password(server.People.Ada)).Ok().Has("tfa_required"));
    }

    [Fact]
    public async Task An_ordinary_first_factor_holds_at_once_and_its_notice_can_stop_everything()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.TurnOnApp(ada);

        var notice = await server.NextNotice(ada, "Two-factor authentication is on");
        var page = new Uri(Link().Match(notice.Text).Value).PathAndQuery;
        var visitor = server.Browser();
        await visitor.Submit(await visitor.Open(page), "/not-me");

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'changes_frozen_until'"));
        (await server.By(ada).Post("/tf/disable")).Refuses(HttpStatusCode.Unauthorized, "");
    }

    [Fact]
    public async Task Admin_rights_wait_for_a_factor_that_the_password_alone_has_set_up()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        var (phone, _) = await server.TurnOnApp(ada);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {ada.Name}"));
        var browser = server.Browser();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.SignIn(ada with { App = phone });

        Assert.Equal(Ask, (await browser.Open("/operate/accounts")).Location);

        await browser.Submit(await browser.Open(Ask), Ask);
        await server.Verb<ConfirmFactor>().Run(await VouchingLink(server, ada), PageVerbSteps.Here, Ct);
        Assert.Equal(200, (await browser.Open("/operate/accounts")).Status);
    }

    [Fact]
    public async Task Admin_rights_wait_for_a_number_that_was_on_file_before_the_address_was_proven()
    {
        await using var server = await TestServer.Start();
        var mary = await server.Add("mary", Newcomers.MarysNumber, isLegacy: true, isProven: false);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {mary.Name}"));
        Assert.True(EmailAddress.TryParse(mary.Email, out var address));
        await server.Verb<AskForVerification>().Run(address, PageVerbSteps.Here, null, Ct);
        var mail = await server.Next(mary.Email, message => message.Text.Contains("verify-email?", StringComparison.Ordinal));
        Assert.True(Token.TryParse(ProofToken().Match(mail.Text).Value, out var proof));
        Assert.NotNull((await server.Verb<VerifyEmail>().Run(proof, PageVerbSteps.Here, null, Ct)).Given);
        Assert.True(await Waits(server, mary));

        await server.Change(async tx => await server.Verb<FactorMail>().Enqueue(
            tx, (await AccountStore.FindByName(tx, mary.Name))!, Concern.OfMethods([])));
        Assert.NotNull((await server.Verb<ConfirmFactor>().Run(await VouchingLink(server, mary), PageVerbSteps.Here, Ct)).Given);

        Assert.False(await Waits(server, mary));
    }

    [Fact]
    public async Task A_reset_of_the_password_that_proves_the_address_lets_admin_rights_wait_for_an_older_number_too()
    {
        await using var server = await TestServer.Start();
        var mary = await server.Add("mary", Newcomers.MarysNumber, isLegacy: true, isProven: false);
        await server.Verb<SetAdmin>().Run(new("olga", "test"), new(new(await server.IdOf(mary))), AdminRight.Given, Ct);
        Assert.True(EmailAddress.TryParse(mary.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(mary.Email, message => message.Text.Contains("reset-password?", StringComparison.Ordinal));
        Assert.True(Token.TryParse(ResetToken().Match(mail.Text).Value, out var link));

        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, OwnersPassword, PageVerbSteps.Here, Ct)).Given);

        Assert.True(await Waits(server, mary));
    }

    [Fact]
    public async Task Admin_rights_that_are_given_later_wait_for_whatever_comes_from_an_older_factor()
    {
        await using var server = await TestServer.Start();
        var mary = await server.Add("mary", Newcomers.MarysNumber, isLegacy: true, isProven: false);
        Assert.True(EmailAddress.TryParse(mary.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(mary.Email, message => message.Text.Contains("reset-password?", StringComparison.Ordinal));
        Assert.True(Token.TryParse(ResetToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, OwnersPassword, PageVerbSteps.Here, Ct)).Given);
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        // A number written anew by an old factor, as new recovery codes do it.
        await server.Change(async tx =>
        {
            var account = (await AccountStore.FindByName(tx, mary.Name))!;
            await MethodStore.Add(tx, new(
                default, account.Id, MethodKind.Sms, "Phone", account.Phone, null, IsPrimary: true, -1, Guard.Clear, tx.Now, tx.Now, 1));
            Assert.True(await AccountStore.TryEndLegacy(tx, account.Id));
        });
        await server.Verb<SetAdmin>().Run(new("olga", "test"), new(new(await server.IdOf(mary))), AdminRight.Given, Ct);

        Assert.True(await Waits(server, mary));
    }

    [Fact]
    public async Task Admin_rights_that_are_given_later_wait_for_a_number_that_is_older_than_the_proof_of_the_address()
    {
        await using var server = await TestServer.Start();
        var mary = await server.Add("mary", Newcomers.MarysNumber, isLegacy: true, isProven: false);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Change(tx => tx.Execute(
            $"UPDATE accounts SET email_verified_at = {tx.Now} WHERE username IN ({mary.Name}, {server.People.Grace.Name})"));

        foreach (var person in new[] { mary, server.People.Grace })
        {
            await server.Verb<SetAdmin>().Run(new("olga", "test"), new(new(await server.IdOf(person))), AdminRight.Given, Ct);
            Assert.True(await Waits(server, person));
        }

        await server.Verb<SetAdmin>().Run(new("olga", "test"), new(new(await server.IdOf(server.People.Linus))), AdminRight.Given, Ct);
        Assert.False(await Waits(server, server.People.Linus));
    }

    private static Task<bool> Waits(TestServer server, TestPerson person) => server.Db.Read(
        async sql => await Callers.AwaitsMailbox(sql, (await AccountStore.FindByName(sql, person.Name))!), Ct);

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_of_many_who_press_its_button_one_turns_it_on()
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", "on"));
        var ada = server.People.Ada;
        var begun = (await server.By(ada).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        await server.By(ada).Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() });
        var link = await VouchingLink(server, ada);
        var visitor = server.Browser();
        for (var look = 0; look < 10; look++) Assert.Equal(200, (await visitor.Open($"/confirm-2fa?token={link.Reveal()}")).Status);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => server.Verb<ConfirmFactor>().Run(link, PageVerbSteps.Here, Ct)));

        Assert.Single(answers, answer => answer.Given is not null);
        Assert.Equal(404, (await visitor.Open($"/confirm-2fa?token={link.Reveal()}")).Status);
    }

    [Fact]
    public async Task The_link_vouches_for_nothing_that_was_begun_after_the_password_was_changed()
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", "on"));
        var ada = server.People.Ada;
        var begun = (await server.By(ada).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        await server.By(ada).Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() });
        var link = await VouchingLink(server, ada);

        await server.Change(tx =>
            tx.Execute($"UPDATE accounts SET credential_version = credential_version + 1 WHERE username = {ada.Name}"));

        Assert.NotNull((await server.Verb<ConfirmFactor>().Run(link, PageVerbSteps.Here, Ct)).Refused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_link_vouches_only_for_the_app_that_its_mail_told_of(bool isVerifiedToo)
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", "on"));
        var ada = server.People.Ada;
        await Begin(server, ada);
        var mine = await VouchingLink(server, ada);

        // Somebody else who knows the password puts an app of their own in the place of the one that waits.
        if (isVerifiedToo) await Begin(server, ada);
        else (await server.By(ada).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();

        Assert.False(await server.Verb<ConfirmFactor>().Works(mine, Ct));
        Assert.NotNull((await server.Verb<ConfirmFactor>().Run(mine, PageVerbSteps.Here, Ct)).Refused);
        Assert.False((await server.Stranger().Password(ada)).Ok().Has("tfa_required"));
    }

    [Fact]
    public async Task The_link_vouches_for_no_method_that_came_after_its_mail()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        var (phone, _) = await server.TurnOnApp(ada);
        var browser = server.Browser();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.SignIn(ada with { App = phone });
        await browser.Submit(await browser.Open(Ask), Ask);
        var link = await VouchingLink(server, ada);

        await server.Change(tx => tx.Execute($"""
            INSERT INTO methods (account_id, kind, label, is_primary, last_step, created_at)
            SELECT id, 'totp', 'Another app', 0, -1, 1 FROM accounts WHERE username = {ada.Name}
            """));

        Assert.NotNull((await server.Verb<ConfirmFactor>().Run(link, PageVerbSteps.Here, Ct)).Refused);
    }

    /// <summary>
    /// Whoever has only the mailbox, and whoever has only the password and a factor: neither gets in, and the owner does, late.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_factor_that_the_mailbox_never_vouched_for_makes_it_wait_like_any_other(bool objectsBefore, bool objectsAfterwards)
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada); // its owner, or somebody who knows the password
        if (objectsBefore) await Object(server, ada);
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reset(server, ada);
        if (objectsAfterwards) await Object(server, ada);

        Assert.Equal(1 + 8, await FactorsOf(server, ada));
        (await server.Stranger().Password(ada)).IsRefused(403, "auth_error");
        var browser = server.Stranger();
        var step = (await browser.Post("/users/login/", new { email = ada.Email, password = OwnersPassword })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).IsRefused(400, "invalid_tfa_method");

        server.Clock.Advance(TimeSpan.FromHours(72));
        await server.IsSteady();
        step = (await browser.Post("/users/login/", new { email = ada.Email, password = OwnersPassword })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).Ok();
        var code = (await server.NextCode(ada.Email)).Code;
        (await browser.Post("/tfa/", new { tfa_method = "email", secret = step.Secret, code })).Ok();
        await Remove(server, browser, ada);
        Assert.Equal(0, await FactorsOf(server, ada));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_mailbox_vouched_for_or_did_not_object_to_in_time_stands_against_it(bool isVouchedFor)
    {
        await using var server = await VssSteps.Start(("CONFIRM_FIRST_FACTOR", isVouchedFor ? "on" : "off"), ("SESSION_LIFE", "30d"));
        var ada = server.People.Ada;
        if (isVouchedFor)
        {
            await Begin(server, ada);
            await server.Verb<ConfirmFactor>().Run(await VouchingLink(server, ada), PageVerbSteps.Here, Ct);
        }
        else
        {
            await server.TurnOnApp(ada);
            server.Clock.Advance(TimeSpan.FromDays(7));
        }

        await Reset(server, ada);

        var browser = server.Stranger();
        var step = (await browser.Post("/users/login/", new { email = ada.Email, password = OwnersPassword })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).IsRefused(400, "invalid_tfa_method");
    }

    private static async Task<long> FactorsOf(TestServer server, TestPerson person)
    {
        var id = await server.IdOf(person);
        return await server.Number($"""
            SELECT (SELECT count(*) FROM methods WHERE account_id = {id}) + (SELECT count(*) FROM backup_codes WHERE account_id = {id})
            """);
    }

    private static async Task Remove(TestServer server, VastCaller browser, TestPerson person)
    {
        var method = (await browser.Get("/tfa/status/")).Ok()["methods"][0].GetProperty("id").GetInt64();
        server.Clock.Advance(Steps.Cooldown);
        var secret = (await browser.Post("/tfa/email/")).Ok().Secret;
        var code = (await server.NextCode(person.Email)).Code;
        (await browser.Delete("/tfa/", new { tfa_method = "email", secret, code, target_id = method })).Ok();
    }

    private static async Task<string> ObjectionPath(TestServer server, TestPerson person) =>
        new Uri(Link().Match((await server.NextNotice(person, "Two-factor authentication is on")).Text).Value).PathAndQuery;

    private static async Task Object(TestServer server, TestPerson person)
    {
        var visitor = server.Browser();
        var page = await visitor.Open(await ObjectionPath(server, person));
        Assert.Contains("cannot sign in any more", page.Text, StringComparison.Ordinal);
        await visitor.Submit(page, "/not-me");
    }

    private static async Task Reset(TestServer server, TestPerson person)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, OwnersPassword, PageVerbSteps.Here, Ct)).Given);
    }

    private static async Task Begin(TestServer server, TestPerson person)
    {
        var begun = (await server.By(person).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        (await server.By(person).Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() }))
            .Refuses(HttpStatusCode.Forbidden, "open the link in the e-mail");
    }

    private static async Task<Token> VouchingLink(TestServer server, TestPerson person)
    {
        var mail = await server.Next(person.Email, message => message.Text.Contains("confirm-2fa", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        return link;
    }

    [GeneratedRegex(@"(?<=reset-password\?token=)[\w-]+")]
    private static partial Regex ResetToken();

    [GeneratedRegex(@"(?<=verify-email\?token=)[\w-]+")]
    private static partial Regex ProofToken();

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();

    [GeneratedRegex(@"https?://\S+/not-me\S+")]
    private static partial Regex Link();
}
