using Countersign.Server.Delivery;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// A password that was set by mail says something of what happened before, and nothing of what came after: whatever became of the wait
/// that it began.
/// </summary>
public sealed class OldMailPasswordStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_knows_it_and_sets_up_a_factor_is_out_once_the_owner_objects(bool isTurnedOffByLink)
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada);
        await FactorLink(server, ada);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        await TurnOff(server, ada, isTurnedOffByLink);
        var stranger = VssCaller.With(server.Http, ada.Email, MailWaitClockTests.TheirPassword);
        var theirs = await SetUp(server, stranger);

        var done = (await server.Verb<NotMeByLink>().Run(await FactorLink(server, ada), PageVerbSteps.Here, Ct)).Given!;

        Assert.Equal(ObjectionTo.Factors, done.To);
        (await Try(server, ada)).IsRefused(403, "auth_error");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(401, (await stranger.Post("/auth/request-token", new { otp = theirs.NextCode() })).Status);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'changes_frozen_until'"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = {ada.Name} AND password_hash IS NULL"));
    }

    [Fact]
    public async Task One_that_came_after_the_factor_stays_when_its_notice_is_objected_to_late()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada); // somebody else
        var link = await FactorLink(server, ada);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        await ComesInByMail(server, ada);

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        Assert.True((await Try(server, ada)).Ok().Has("tfa_required"));
    }

    [Theory]
    [InlineData(true, 60)]
    [InlineData(true, 0)]
    [InlineData(false, 60)]
    public async Task What_is_done_with_the_password_of_before_says_nothing_against_the_mailbox(bool isResetBefore, int secondsLater)
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada); // somebody else, who asks for a deletion next, say
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var link = await LinkOfADeed(server, ada);
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromSeconds(secondsLater));
        if (isResetBefore) await MailWaitClockTests.Reset(server, ada.Email);

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        (await server.Stranger().Password(ada)).IsRefused(403, "auth_error");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        if (!isResetBefore) await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromHours(73));
        await server.IsSteady();
        await ComesInByMail(server, ada);
    }

    [Fact]
    public async Task What_is_done_with_the_password_by_mail_does()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, ada.Email);
        var link = await LinkOfADeed(server, ada);

        Assert.Equal(ObjectionTo.Everything, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);
    }

    [Fact]
    public async Task The_link_of_a_factor_that_was_set_up_anew_since_stops_the_new_one()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada);
        var link = await FactorLink(server, ada);
        await TurnOff(server, ada, isByLink: false);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await SetUp(server, server.By(ada));

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        (await server.Stranger().Password(ada)).IsRefused(403, "auth_error");
    }

    [Fact]
    public async Task A_password_that_was_changed_since_is_none_that_was_set_by_mail()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.IsSteady();
        await server.TurnOnApp(ada);
        var link = await FactorLink(server, ada);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Change(async tx => await AccountStore.TrySetPassword(
            tx, (await AccountStore.FindByName(tx, ada.Name))!, "another hash"));

        Assert.Equal(ObjectionTo.Factors, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);

        (await Try(server, ada)).IsRefused(403, "auth_error");
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE username = {ada.Name} AND password_hash IS NULL"));
    }

    private static async Task<Token> LinkOfADeed(TestServer server, TestPerson person)
    {
        var made = await server.Db.Write(
            async tx => await server.Verb<NotMeLinks>().Make(tx, (await AccountStore.FindByName(tx, person.Name))!), Ct);
        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(made.ToString()).Value, out var link));
        return link;
    }

    private static async Task ComesInByMail(TestServer server, TestPerson person)
    {
        var browser = server.Stranger();
        var step = (await browser.Post("/users/login/", new { email = person.Email, password = MailWaitClockTests.TheirPassword })).Ok();
        (await browser.Post("/tfa/email/", new { secret = step.Secret })).Ok();
        var code = (await server.NextCode(person.Email)).Code;
        (await browser.Post("/tfa/", new { tfa_method = "email", secret = step.Secret, code })).Ok();
    }

    private static Task<VastAnswer> Try(TestServer server, TestPerson person) =>
        server.Stranger().Post("/users/login/", new { email = person.Email, password = MailWaitClockTests.TheirPassword });

    private static async Task<Phone> SetUp(TestServer server, VssCaller stranger)
    {
        var begun = (await stranger.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        (await stranger.Post("/tf/verify", new { otp = phone.NextCode() })).Ok();
        return phone;
    }

    // By the mailed link, which leaves the wait behind; or by whatever other way there is, or will be, which may.
    private static async Task TurnOff(TestServer server, TestPerson person, bool isByLink)
    {
        if (!isByLink)
        {
            var id = await server.IdOf(person);
            await server.Change(tx => tx.Execute($"DELETE FROM methods WHERE account_id = {id}"));
            await server.Change(tx => tx.Execute($"DELETE FROM backup_codes WHERE account_id = {id}"));
            return;
        }

        var caller = VssCaller.With(server.Http, person.Email, MailWaitClockTests.TheirPassword);
        (await caller.Post("/tf/disable")).Ok();
        (await caller.Post($"/tf/disable/{await server.NextDisableToken(person.Email)}")).Ok();
    }

    // The notice that 2FA is on, of whoever has set it up with the password alone.
    private static async Task<Token> FactorLink(TestServer server, TestPerson person)
    {
        var notice = await server.Next(
            person.Email, mail => mail.Subject.Contains("Two-factor authentication is on", StringComparison.Ordinal));
        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(notice.Text).Value, out var link));
        return link;
    }
}
