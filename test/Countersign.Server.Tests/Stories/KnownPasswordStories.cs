using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// A factor that the password alone has set up may be a stranger's, and the mailbox may be a thief's: what each of them can do next,
/// however often they do it.
/// </summary>
public sealed class KnownPasswordStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public async Task A_notice_of_a_password_by_mail_objects_to_the_mailbox_however_often_it_is_set(int times, bool isTheSame)
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        for (var n = 0; n < times; n++)
        {
            await MailWaitClockTests.Reset(server, ada.Email, isTheSame ? MailWaitClockTests.TheirPassword : $"thief-of-mail-{n}");
            await server.AllSent();
            server.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var link in await Links(server, ada, "password was set", times))
            Assert.Equal(ObjectionTo.Everything, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        server.Clock.Advance(TimeSpan.FromHours(200));
        await server.IsSteady();
        Assert.Equal(
            LockoutRules.NeverByItself, (await server.Db.Read(sql => AccountStore.FindByName(sql, ada.Name), Ct))!.MailCountsFrom);
    }

    [Fact]
    public async Task The_notice_of_the_factor_makes_the_wait_begin_anew()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var link = (await Links(server, ada, "Two-factor authentication is on", 1))[0];
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromHours(71));
        await server.IsSteady();

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        var until = (await server.Db.Read(sql => AccountStore.FindByName(sql, ada.Name), Ct))!.MailCountsFrom;
        Assert.Equal(server.Clock.GetUtcNow() + TimeSpan.FromHours(72), until!.Value, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(Was.Present)]
    [InlineData(Was.Voided)]
    [InlineData(Was.ReplacedByMail)]
    [InlineData(Was.Changed)]
    public async Task The_password_that_the_factor_was_set_up_with_is_not_taken_again(Was was)
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var link = (await Links(server, ada, "Two-factor authentication is on", 1))[0];
        if (was is Was.Voided) await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct);
        if (was is Was.ReplacedByMail) await MailWaitClockTests.Reset(server, ada.Email);
        if (was is Was.Changed) await Change(server, ada);

        var refused = (await Reset(server, ada, TestPerson.Password)).Refused!;

        Assert.Equal((Refusal.PasswordTooWeak, PasswordRefusal.KnownToOthers), (refused.Why, refused.Password));
        Assert.Equal(was is Was.Present ? 200 : 403, (await server.Stranger().Password(ada)).Status);
        await MailWaitClockTests.Reset(server, ada.Email, "none-that-it-ever-had");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE outcome = 'past_password'"));
    }

    [Fact]
    public async Task Whoever_changes_the_password_again_and_again_keeps_nobody_from_setting_one_by_mail()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var (link, over) = (await ResetLink(server, ada), false);
        var changes = Task.Run(async () =>
        {
            for (var n = 0; !Volatile.Read(ref over); n++) await Change(server, ada, $"one-of-many-{n}");
        }, Ct);

        Assert.NotNull((await Run(server, link, "none-that-it-ever-had")).Given);

        Volatile.Write(ref over, true);
        await changes;
    }

    [Fact]
    public async Task A_link_serves_for_five_guesses_at_what_others_know()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var link = await ResetLink(server, ada);
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(Refusal.PasswordTooWeak, (await Run(server, link, TestPerson.Password)).Refused!.Why);

        Assert.NotEqual(Refusal.PasswordTooWeak, (await Run(server, link, "none-that-it-ever-had")).Refused!.Why);
    }

    [Fact]
    public async Task Once_the_mailbox_has_vouched_a_password_of_before_will_do_and_one_that_was_taken_away_will_not()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        await MailWaitClockTests.Reset(server, ada.Email);
        var id = await server.IdOf(ada);
        await server.Change(tx => OlderFactors.AreVouchedFor(tx, new(id)));

        await MailWaitClockTests.Reset(server, ada.Email, TestPerson.Password);

        await server.Change(tx => AccountStore.VoidPassword(tx, new(id)));
        Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, TestPerson.Password)).Refused!.Password);
        server.Clock.Advance(TimeSpan.FromDays(91));
        await MailWaitClockTests.Reset(server, ada.Email, TestPerson.Password);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_is_one_that_was_changed_before_the_factor_was_set_up(bool isReset)
    {
        await using var server = await VssSteps.Start();
        await server.IsSteady();
        var ada = server.People.Ada;
        await Change(server, ada);
        await SetUp(server, ada);
        if (isReset)
        {
            Assert.NotNull((await server.Verb<ResetSecondFactor>().Run(
                new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(ada))), Reason.Find("lost it")!,
                new(OldPassword.Kept), Ct)).Given);
            await SetUp(server, ada);
        }

        Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, TestPerson.Password)).Refused!.Password);
    }

    [Fact]
    public async Task What_was_objected_to_does_not_lift_the_freeze_that_the_mailbox_lifts()
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        var ada = server.People.Ada;
        var (phone, _) = await server.TurnOnApp(ada);
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var link = (await Links(server, ada, "Two-factor authentication is on", 1))[0];
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        var caller = VssCaller.With(server.Http, ada.Email, MailWaitClockTests.TheirPassword);
        (await caller.Post("/auth/request-token", new { otp = phone.NextCode() })).Ok();
        Assert.Equal(1, await Frozen(server));

        await MailWaitClockTests.Reset(server, ada.Email, "none-that-it-ever-had");
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        await ComesByMail(server, ada);
        Assert.Equal(0, await Frozen(server));
    }

    [Fact]
    public async Task The_mailbox_lifts_the_freeze_of_an_objection_to_a_factor_also_where_it_counted_before()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var link = (await Links(server, ada, "Two-factor authentication is on", 1))[0];
        await MailWaitClockTests.Reset(server, ada.Email, "none-that-it-ever-had");
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        await ComesByMail(server, ada);

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);
        Assert.Equal(1, await Frozen(server));
        await ComesByMail(server, ada);

        Assert.Equal(0, await Frozen(server));
    }

    [Fact]
    public async Task A_key_that_is_gone_keeps_nobody_from_setting_a_password()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        await Change(server, ada);
        await server.Change(tx => tx.Execute($"UPDATE past_passwords SET hash = replace(hash, {",k=k1$"}, {",k=gone$"})"));

        await MailWaitClockTests.Reset(server, ada.Email, "none-that-it-ever-had");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM past_passwords WHERE hash LIKE '%k=gone%'"));

        await server.Change(tx => KeyUseStore.ForgetPastPasswordsUnder(tx, "gone"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM past_passwords WHERE hash LIKE '%k=gone%'"));
    }

    /// <summary>What became of the password meanwhile.</summary>
    public enum Was
    {
        Present,
        Voided,
        ReplacedByMail,
        Changed,
    }

    // Somebody has set up an app with the password alone.
    private static async Task<TestServer> Start()
    {
        var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        await server.TurnOnApp(server.People.Ada);
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        return server;
    }

    private static async Task Change(TestServer server, TestPerson person, string password = "one-that-was-typed")
    {
        var claim = PageVerbSteps.Here.Claim(new(await server.IdOf(person)));
        var another = await server.Verb<PasswordHash>().Hash(password, claim, Ct);
        await server.Change(async tx => await AccountStore.TrySetPassword(tx, (await AccountStore.FindByName(tx, person.Name))!, another));
    }

    private static async Task SetUp(TestServer server, TestPerson person)
    {
        var caller = VssCaller.With(server.Http, person.Name, "one-that-was-typed");
        var begun = (await caller.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        (await caller.Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task ComesByMail(TestServer server, TestPerson person)
    {
        var browser = server.Stranger();
        var step = (await browser.Post("/users/login/", new { email = person.Email, password = "none-that-it-ever-had" })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).Ok();
        (await browser.Post(
            "/tfa/", new { tfa_method = "email", secret = step.Secret, code = (await server.NextCode(person.Email)).Code })).Ok();
    }

    private static Task<long> Frozen(TestServer server) =>
        server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'changes_frozen_until'");

    private static Task<Answer<PasswordWasReset>> Run(TestServer server, Token link, string password) =>
        server.Verb<ResetPassword>().Run(link, password, PageVerbSteps.Here, Ct);

    private static async Task<Answer<PasswordWasReset>> Reset(TestServer server, TestPerson person, string password) =>
        await Run(server, await ResetLink(server, person), password);

    private static async Task<Token> ResetLink(TestServer server, TestPerson person)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(MailWaitClockTests.LinkToken().Match(mail.Text).Value, out var link));
        return link;
    }

    private static Token LinkIn(string text)
    {
        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(text).Value, out var link));
        return link;
    }

    private static async Task<IReadOnlyList<Token>> Links(TestServer server, TestPerson person, string about, int count)
    {
        for (var looks = 0; Found().Count() < count && looks < 1500; looks++) await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);

        Assert.Equal(count, Found().Count());
        return [.. Found().Select(LinkIn)];

        IEnumerable<string> Found() => server.Inbox.All
            .Where(mail => mail.To == person.Email && mail.Subject.Contains(about, StringComparison.OrdinalIgnoreCase))
            .Select(mail => mail.Text).Distinct();
    }
}
