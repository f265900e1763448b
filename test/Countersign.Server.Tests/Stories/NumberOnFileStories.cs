using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A number stops everything as long as it is its owner's: not before, and not afterwards.</summary>
public sealed class NumberOnFileStories
{
    private const string Own = "+14165550188";
    private const string Theirs = "+14165550142";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_of_an_older_system_that_was_taken_off_hears_of_nothing_any_more()
    {
        await using var server = await TestServer.Start();
        var mary = await server.AddMary();
        var session = await server.LoggedIn(mary);
        server.Clock.Advance(Steps.Cooldown);
        (await session.Put("/tfa/regen-backup-codes/", await server.Proof(session, mary))).Ok();

        var method = (await session.Methods())[0].GetProperty("id").GetInt64();
        server.Clock.Advance(Steps.Cooldown);
        var sent = (await session.Post("/tfa/sms/")).Ok();
        (await session.Delete(
            "/tfa/", new { tfa_method = "sms", code = (await server.NextCode(mary.Number!)).Code, secret = sent.Secret, target_id = method }))
            .Ok();
        Assert.Equal(0, await OnFile(server, mary));
        await server.AllSent();
        var before = await Texts(server, mary.Number!);
        await MailWaitClockTests.Reset(server, mary.Email);

        Assert.Equal(before, await Texts(server, mary.Number!));
    }

    [Theory]
    [InlineData(OldPhones.Told)]
    [InlineData(OldPhones.Lost)]
    public async Task A_reset_tells_no_phone_that_is_lost_and_takes_its_number_away(OldPhones phones)
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina", number: Own);

        Assert.NotNull((await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(nina))), Reason.Find("lost it")!,
            new(OldPassword.Judged, phones), Ct)).Given);
        await MailWaitClockTests.Reset(server, nina.Email);

        var (texts, numbers) = phones is OldPhones.Told ? (2, 1) : (0, 0);
        Assert.Equal((texts, numbers), (await Texts(server, Own), await OnFile(server, nina)));
    }

    // Whoever has the mailbox sets a password, then a factor of their own, then a password again.
    [Fact]
    public async Task The_owner_objects_by_the_number_on_file_to_whoever_has_the_mailbox()
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        var nina = await server.Add("nina", number: Own);
        await MailWaitClockTests.Reset(server, nina.Email, "one-of-the-thief");
        await EnrolTheirs(server, nina, "one-of-the-thief");
        var told = await server.Next(Own, text => text.Text.Contains("method was added", StringComparison.Ordinal));
        await MailWaitClockTests.Reset(server, nina.Email, "two-of-the-thief");

        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(told.Text).Value, out var link));
        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        var account = (await server.Db.Read(sql => AccountStore.FindByName(sql, nina.Name), Ct))!;
        Assert.Equal(server.Clock.GetUtcNow() + TimeSpan.FromHours(72), account.MailCountsFrom!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal(PasswordStanding.Void, await server.Db.Read(sql => KnownPassword.StandingOf(sql, account), Ct));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.PhoneObjected}"));
    }

    // Whoever knows the password sets up a factor with a number of their own; its owner hears of it by the one on file, and by mail.
    [Fact]
    public async Task The_owner_objects_by_the_number_on_file_to_a_strangers_factor_and_is_in_after_the_wait()
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        var nina = await server.Add("nina", number: Own);
        await EnrolTheirs(server, nina, TestPerson.Password);
        var told = await server.Next(Own, text => text.Text.Contains("method was added", StringComparison.Ordinal));
        await server.AllSent();

        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(told.Text).Value, out var link));
        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        Assert.Equal(403, (await server.Stranger().Password(nina)).Status);
        await MailWaitClockTests.Reset(server, nina.Email, "one-of-the-owner");
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        var browser = server.Stranger();
        var step = (await browser.Post("/users/login/", new { email = nina.Email, password = "one-of-the-owner" })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).Ok();
    }

    // A link that is kept would end later what the owner begins.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_strangers_number_gets_no_link_when_their_factor_goes(bool isByLink)
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        var nina = await server.Add("nina");
        await EnrolTheirs(server, nina, TestPerson.Password);
        if (isByLink)
        {
            (await server.By(nina).Post("/tf/disable")).Ok();
            (await server.By(nina).Post($"/tf/disable/{await server.NextDisableToken(nina.Email)}")).Ok();
        }
        else
        {
            server.Clock.Advance(Steps.Cooldown);
            var browser = server.Stranger();
            var step = (await browser.Password(nina)).Ok();
            (await browser.Post("/tfa/sms/", new { secret = step.Secret })).Ok();
            (await browser.Post(
                "/tfa/", new { tfa_method = "sms", secret = step.Secret, code = (await server.NextCode(Theirs)).Code })).Ok();
            server.Clock.Advance(Steps.Cooldown);
            var sent = (await browser.Post("/tfa/sms/")).Ok();
            (await browser.Delete(
                "/tfa/", new { tfa_method = "sms", code = (await server.NextCode(Theirs)).Code, secret = sent.Secret })).Ok();
        }

        var told = await server.Next(Theirs, text => text.Text.Contains("authentication is off", StringComparison.Ordinal));
        Assert.DoesNotContain("not-me", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_number_beside_an_old_factor_is_new()
    {
        var since = DateTimeOffset.UnixEpoch;
        var (old, young) = (MethodOf(since.AddHours(-1)), MethodOf(since.AddHours(1)));

        Assert.Equal((true, true), (new Strangers(true, since).Hold(old), new Strangers(true, since).Hold(young)));
        Assert.Equal((false, true), (new Strangers(false, since).Hold(old), new Strangers(false, since).Hold(young)));
        Assert.Equal((false, false), (Strangers.None.Hold(old), Strangers.None.Hold(young)));

        static Method MethodOf(DateTimeOffset created) =>
            new(default, default, MethodKind.Sms, "", null, null, IsPrimary: false, -1, Guard.Clear, created, null, 1);
    }

    private static async Task EnrolTheirs(TestServer server, TestPerson person, string password)
    {
        var stranger = VssCaller.With(server.Http, person.Email, password);
        (await stranger.Post("/tf/enable", new { method = "SMS", phone = Theirs })).Ok();
        (await stranger.Post("/tf/request-token")).Ok();
        (await stranger.Post("/tf/verify", new { otp = await server.NextOtp(Theirs) })).Ok();
    }

    [Fact]
    public async Task A_phone_that_makes_the_wait_begin_anew_puts_the_password_in_doubt()
    {
        await using var server = await VssSteps.Start(("NOTICE_WINDOW", "0s"));
        await server.IsSteady();
        var nina = await server.Add("nina");
        var caller = server.By(nina);
        (await caller.Post("/tf/enable", new { method = "SMS", phone = Own })).Ok();
        (await caller.Post("/tf/request-token")).Ok();
        (await caller.Post("/tf/verify", new { otp = await server.NextOtp(Own) })).Ok();
        await MailWaitClockTests.Reset(server, nina.Email, "one-of-the-thief");
        var told = await server.Next(Own, text => text.Text.Contains("password was set", StringComparison.Ordinal));

        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(told.Text).Value, out var link));
        Assert.Equal(ObjectionTo.MailWait, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);
        await MailWaitClockTests.Reset(server, nina.Email, "two-of-the-thief");

        var reset = await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(nina))), Reason.Find("called us")!,
            new(OldPassword.Judged), Ct);
        Assert.True(reset.Given!.IsPasswordVoid);
        Assert.Equal(403, (await server.Stranger().Password(nina)).Status);
    }

    private static async Task<long> OnFile(TestServer server, TestPerson person)
    {
        var id = await server.IdOf(person);
        return await server.Number($"SELECT count(*) FROM accounts WHERE id = {id} AND phone_number IS NOT NULL");
    }

    private static Task<long> Texts(TestServer server, string number) =>
        server.Number($"SELECT count(*) FROM outbox WHERE destination = {number} AND kind = 'notice'");
}
