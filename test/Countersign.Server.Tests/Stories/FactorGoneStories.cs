using System.Globalization;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
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
/// A factor that the password alone has set up is gone, or there is another one: what was known of the one before goes with it.
/// </summary>
public sealed class FactorGoneStories
{
    private const string Newer = "one-that-came-after-it";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>How an account comes to have no second factor any more.</summary>
    public enum Way
    {
        Removed,
        ByLink,
        ByOperator,
    }

    public static TheoryData<Way> Ways { get; } = [.. Enum.GetValues<Way>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_stood_with_the_factor_goes_with_it(Way way)
    {
        await using var server = await VssSteps.Start();
        var phone = (await server.TurnOnApp(server.People.Ada)).Phone;

        await TurnOff(server, phone, way);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM methods WHERE account_id = {await server.IdOf(server.People.Ada)}"));
        Assert.Equal(0, await server.Number($"""
            SELECT count(*) FROM account_marks WHERE mark IN ('awaits_mailbox', 'factor_before_mailbox', 'first_by_mail')
            """));
    }

    [Theory]
    [InlineData(Way.Removed, false)]
    [InlineData(Way.Removed, true)]
    [InlineData(Way.ByLink, false)]
    public async Task Whoever_takes_their_factor_off_again_does_not_keep_the_password(Way way, bool isChanged)
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        var ada = server.People.Ada;
        var phone = (await server.TurnOnApp(ada)).Phone;
        var notice = await server.Next(
            ada.Email, mail => mail.Subject.Contains("Two-factor authentication is on", StringComparison.Ordinal));
        await AllSeen(server, TimeSpan.FromMinutes(1));
        if (isChanged) await Change(server, ada, Newer);
        await TurnOff(server, phone, way, isChanged ? Newer : TestPerson.Password);

        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(notice.Text).Value, out var link));
        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = {ada.Name} AND password_hash IS NULL"));
        Assert.NotNull((await Reset(server, ada, "none-that-it-ever-had")).Given);
    }

    // While an older server runs beside this one, it sets the one mark and clears none.
    [Fact]
    public async Task A_password_by_mail_from_before_the_factor_is_none_whatever_marks_an_older_server_left()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = new AccountId(await server.IdOf(ada));
        await server.Change(tx => MarkStore.Set(tx, id, AccountMark.AwaitsMailbox, tx.Now));

        Assert.False(await server.Db.Read(sql => PastPasswordStore.IsByMail(sql, id), Ct));
        Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, MailWaitClockTests.TheirPassword)).Refused!.Password);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_password_by_mail_from_before_the_next_factor_is_known_to_whoever_sets_that_up(Way way)
    {
        await using var server = await VssSteps.Start();
        await server.IsSteady();
        var ada = server.People.Ada;
        var phone = (await server.TurnOnApp(ada)).Phone;
        await MailWaitClockTests.Reset(server, ada.Email);
        await AllSeen(server, TimeSpan.FromHours(73));
        await TurnOff(server, phone, way, MailWaitClockTests.TheirPassword);
        await MailWaitClockTests.Reset(server, ada.Email, Newer);
        await AllSeen(server, TimeSpan.FromMinutes(1));
        await SetUp(server, ada, Newer);

        foreach (var known in (string[])[MailWaitClockTests.TheirPassword, Newer])
            Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, known)).Refused!.Password);
    }

    [Fact]
    public async Task However_many_there_were_before_the_one_that_the_factor_was_set_up_with_is_kept()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        for (var n = 0; n < 12; n++) await Change(server, ada, Numbered(n));
        await SetUp(server, ada, Numbered(11));
        for (var n = 12; n < 24; n++) await Change(server, ada, Numbered(n));
        await MailWaitClockTests.Reset(server, ada.Email);

        foreach (var known in (string[])[TestPerson.Password, Numbered(11), Numbered(23)])
            Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, known)).Refused!.Password);
        Assert.InRange(await server.Number($"SELECT count(*) FROM past_passwords"), 1, 17);
    }

    [Fact]
    public async Task Of_those_that_keep_their_place_there_are_few_and_the_first_is_one_of_them()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        var id = new AccountId(await server.IdOf(ada));
        for (var n = 0; n < 12; n++)
        {
            await server.Change(tx => OlderFactors.AreUnvouched(tx, id));
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            await Change(server, ada, Numbered(n));
        }

        Assert.Equal(8, await server.Number($"SELECT count(*) FROM past_passwords WHERE is_for_good = 1"));
        Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, TestPerson.Password)).Refused!.Password);
        Assert.Equal(PasswordRefusal.KnownToOthers, (await Reset(server, ada, Numbered(11))).Refused!.Password);
    }

    [Fact]
    public async Task Whoever_is_signed_in_guesses_at_them_five_times_a_day_and_each_is_written_down()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        var phone = (await server.TurnOnApp(ada)).Phone;
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var caller = await Comes(server, phone, TestPerson.Password);
        for (var n = 0; n < 5; n++)
            Assert.Equal(PasswordRefusal.KnownToOthers, (await Guess(server, caller, TestPerson.Password)).Refused!.Password);

        Assert.Equal(Refusal.TryLater, (await Guess(server, caller, TestPerson.Password)).Refused!.Why);
        Assert.Equal(5, await server.Number($"SELECT count(*) FROM audit_log WHERE outcome = 'past_password'"));
    }

    private static Task<Answer<PasswordChanged>> Guess(TestServer server, Caller caller, string guess) =>
        server.Verb<ChangePassword>().Run(caller, TestPerson.Password, guess, KeptKeys.All, Ct);

    private static string Numbered(int n) => string.Create(CultureInfo.InvariantCulture, $"one-of-many-{n}");

    private static async Task AllSeen(TestServer server, TimeSpan then)
    {
        await server.AllSent();
        server.Clock.Advance(then);
        await server.IsSteady();
    }

    private static async Task TurnOff(TestServer server, Phone phone, Way way, string password = TestPerson.Password)
    {
        var ada = server.People.Ada;
        var caller = VssCaller.With(server.Http, ada.Email, password);
        switch (way)
        {
            case Way.Removed:
                server.Clock.Advance(TimeSpan.FromMinutes(1));
                var owner = await Comes(server, phone, password);
                server.Clock.Advance(TimeSpan.FromMinutes(1));
                Assert.True(Code.TryParse(phone.NextCode(), out var code));
                Assert.NotNull((await server.Verb<RemoveMethod>().Run(
                    owner, new(ProofKind.Totp, null, null, code, null), new(null), Ct)).Given);
                break;
            case Way.ByLink:
                (await caller.Post("/tf/disable")).Ok();
                (await caller.Post($"/tf/disable/{await server.NextDisableToken(ada.Email)}")).Ok();
                break;
            case Way.ByOperator:
                Assert.NotNull((await server.Verb<ResetSecondFactor>().Run(
                    new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(ada))), Reason.Find("lost it")!,
                    new(OldPassword.Judged), Ct)).Given);
                break;
        }
    }

    private static async Task<Caller> Comes(TestServer server, Phone phone, string password)
    {
        var step = await server.Verb<CheckPassword>()
            .Run(server.People.Ada.Email, password, SessionKind.Browser, null, PageVerbSteps.Here, Ct);
        Assert.True(Code.TryParse(phone.NextCode(), out var code));
        var proof = new Proof(ProofKind.Totp, null, step.Given!.Pending!.Reveal(), code, null);
        var session = (await server.Verb<LogIn>().Run(proof, SessionKind.Browser, PageVerbSteps.Here, Ct)).Given!.NewKey!;
        return (await server.CallerOf(session))!;
    }

    private static async Task SetUp(TestServer server, TestPerson person, string password)
    {
        var caller = VssCaller.With(server.Http, person.Name, password);
        var begun = (await caller.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        (await caller.Post("/tf/verify", new { otp = Phone.Scan(begun.Text("uri")!, server.Clock).NextCode() })).Ok();
        await AllSeen(server, TimeSpan.FromMinutes(1));
    }

    private static async Task Change(TestServer server, TestPerson person, string password)
    {
        var claim = PageVerbSteps.Here.Claim(new(await server.IdOf(person)));
        var another = await server.Verb<PasswordHash>().Hash(password, claim, Ct);
        await server.Change(async tx => await AccountStore.TrySetPassword(tx, (await AccountStore.FindByName(tx, person.Name))!, another));
    }

    private static async Task<Answer<PasswordWasReset>> Reset(TestServer server, TestPerson person, string password)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("reset-password", StringComparison.Ordinal));
        Assert.True(Token.TryParse(MailWaitClockTests.LinkToken().Match(mail.Text).Value, out var link));
        return await server.Verb<ResetPassword>().Run(link, password, PageVerbSteps.Here, Ct);
    }
}
