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

/// <summary>
/// What "this wasn't me" takes away: whoever did what is objected to has known the password, or the mailbox, and does not come in again by
/// what they had, whatever kind of account it is, whichever way the news came.
/// </summary>
public sealed class ObjectionStories
{
    private const string Own = "+14165550188";
    private const string Theirs = "+14165550142";
    private const string Thiefs = "one-of-the-thief";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>What the account is like when its owner objects.</summary>
    public enum Kind
    {
        WithoutFactor,
        WithApp,
        WithPhone,
        FactorGoneAgain,
        FactorOfEightDays,
    }

    public static MatrixTheoryData<Kind, Channel> Objections { get; } =
        new(Enum.GetValues<Kind>(), [Channel.Sms, Channel.Email]);

    // Without a second factor the mail of such a password has no link: the mailbox is the account.
    private static readonly IReadOnlyList<Kind> ByMailbox = [Kind.WithApp, Kind.WithPhone, Kind.FactorOfEightDays];

    // A thief of the mailbox sets a password; the owner objects to the news of it.
    [Theory]
    [MemberData(nameof(Objections))]
    public async Task A_password_by_mail_that_was_objected_to_opens_nothing(Kind kind, Channel by)
    {
        await using var server = await Start();
        var person = await Make(server, kind);
        await MailWaitClockTests.Reset(server, person.Email, Thiefs);
        var link = by is Channel.Sms || ByMailbox.Contains(kind)
            ? await LinkOf(server, person, by, "password was")
            : await MadeLink(server, person, by);

        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);

        (await server.Stranger().Post("/users/login/", new { email = person.Email, password = Thiefs })).IsRefused(403, "auth_error");
        Assert.Equal(PasswordStanding.Void, await Standing(server, person));
    }

    // Whoever knows the password did something; the owner objects to the news of that.
    [Theory]
    [MemberData(nameof(Objections))]
    public async Task The_password_that_a_deed_was_done_with_opens_nothing_once_it_was_objected_to(Kind kind, Channel by)
    {
        await using var server = await Start();
        var person = await Make(server, kind);
        var link = await MadeLink(server, person, by);

        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);

        (await server.Stranger().Password(person)).IsRefused(403, "auth_error");
    }

    // By their phone they say that the mailbox is a thief's: what the mailbox does next says nothing against that.
    [Theory]
    [InlineData(Kind.WithoutFactor)]
    [InlineData(Kind.WithApp)]
    [InlineData(Kind.WithPhone)]
    public async Task The_next_password_by_mail_neither_ends_the_freeze_of_a_phone_nor_the_doubt(Kind kind)
    {
        await using var server = await Start();
        var person = await Make(server, kind);
        await MailWaitClockTests.Reset(server, person.Email, Thiefs);
        var link = await LinkOf(server, person, Channel.Sms, "password was");
        await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, person.Email, "two-of-the-thief");

        Assert.Equal(1, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.ChangesFrozenUntil}"));
        Assert.Equal(PasswordStanding.MailboxDoubted, await Standing(server, person));
        Assert.True((await OperatorResets(server, person)).IsPasswordVoid);
    }

    [Fact]
    public async Task Where_the_mailbox_itself_objects_the_next_password_by_mail_ends_the_freeze()
    {
        await using var server = await Start();
        var person = await Make(server, Kind.WithoutFactor);
        await MailWaitClockTests.Reset(server, person.Email, Thiefs);
        await server.Verb<NotMeByLink>().Run(await MadeLink(server, person, Channel.Email), PageVerbSteps.Here, Ct);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, person.Email, "one-of-the-owner");

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = {AccountMark.ChangesFrozenUntil}"));
        (await server.Stranger().Post("/users/login/", new { email = person.Email, password = "one-of-the-owner" })).Ok();
        Assert.Equal(PasswordStanding.Opens, await Standing(server, person));
    }

    // A stranger can bring such a doubt about: it must not hang over the owner's good password for ever.
    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task The_doubt_of_a_phone_lasts_thirty_days(int days, bool lasts)
    {
        await using var server = await Start();
        var person = await Make(server, Kind.WithoutFactor);
        await MailWaitClockTests.Reset(server, person.Email, Thiefs);
        await server.Verb<NotMeByLink>().Run(await LinkOf(server, person, Channel.Sms, "password was"), PageVerbSteps.Here, Ct);
        await MailWaitClockTests.Reset(server, person.Email, "one-of-the-owner");
        await server.AllSent();

        server.Clock.Advance(TimeSpan.FromDays(days));
        await server.IsSteady();

        Assert.Equal(lasts ? PasswordStanding.MailboxDoubted : PasswordStanding.Opens, await Standing(server, person));
    }

    // Three waits are longer than the seven days in which a number may be a stranger's.
    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public async Task A_strangers_number_gets_no_link_that_stops_everything_while_the_owner_waits(int days)
    {
        await using var server = await Start();
        var person = await server.Add("olaf");
        await EnrolTheirs(server, person);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, person.Email, "one-of-the-owner");
        await server.Next(Theirs, text => text.Text.Contains("password was", StringComparison.Ordinal));
        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromDays(days));
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, person.Email, "two-of-the-owner");
        var told = await server.Next(Theirs, text => text.Text.Contains("password was", StringComparison.Ordinal));

        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(told.Text).Value, out var link));
        Assert.Equal(ObjectionTo.MailWait, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!.To);
    }

    [Fact]
    public async Task Whoever_sets_a_password_by_mail_has_guesses_at_past_ones_that_a_stranger_used_up()
    {
        await using var server = await Start();
        var person = await server.Add("olaf");
        await server.Change(async tx =>
        {
            for (var n = 0; n < 5; n++)
                await LimitStore.TryTake(
                    tx, new(Buckets.PastPassword((await AccountStore.FindByName(tx, person.Name))!.Id), new(5, TimeSpan.FromDays(1))));
        });

        await MailWaitClockTests.Reset(server, person.Email, "one-of-the-owner");

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM limits WHERE bucket LIKE {"past%"}"));
    }

    private static Task<TestServer> Start() => VssSteps.Start(("NOTICE_WINDOW", "0s"));

    private static async Task<TestPerson> Make(TestServer server, Kind kind)
    {
        await server.IsSteady();
        var person = await server.Add("nina", number: Own);
        switch (kind)
        {
            case Kind.WithApp:
                await server.TurnOnApp(person);
                await Vouched(server);
                break;
            case Kind.WithPhone:
                await EnrolTheirs(server, person);
                await Vouched(server);
                break;
            case Kind.FactorGoneAgain:
                await EnrolTheirs(server, person);
                (await server.By(person).Post("/tf/disable")).Ok();
                (await server.By(person).Post($"/tf/disable/{await server.NextDisableToken(person.Email)}")).Ok();
                break;
            case Kind.FactorOfEightDays:
                await EnrolTheirs(server, person);
                await server.AllSent();
                server.Clock.Advance(TimeSpan.FromDays(8));
                await server.IsSteady();
                break;
        }

        await server.AllSent();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        return person;
    }

    private static Task Vouched(TestServer server) =>
        server.Change(tx => tx.Execute($"DELETE FROM account_marks WHERE mark = {AccountMark.AwaitsMailbox}"));

    private static async Task EnrolTheirs(TestServer server, TestPerson person)
    {
        var caller = VssCaller.With(server.Http, person.Email, TestPerson.Password);
        (await caller.Post("/tf/enable", new { method = "SMS", phone = Theirs })).Ok();
        (await caller.Post("/tf/request-token")).Ok();
        (await caller.Post("/tf/verify", new { otp = await server.NextOtp(Theirs) })).Ok();
    }

    private static async Task<Token> LinkOf(TestServer server, TestPerson person, Channel by, string about)
    {
        var told = by is Channel.Sms
            ? await server.Next(Own, text => text.Text.Contains(about, StringComparison.Ordinal))
            : await server.Next(
                person.Email, mail => mail.Text.Contains(about, StringComparison.Ordinal) && WaitSteps.LinkToken().IsMatch(mail.Text));
        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(told.Text).Value, out var link));
        return link;
    }

    // As it is made for the news of a sign-in, say.
    private static async Task<Token> MadeLink(TestServer server, TestPerson person, Channel by)
    {
        Uri page = null!;
        await server.Change(async tx => page = await server.Verb<NotMeLinks>().Make(
            tx, (await AccountStore.FindByName(tx, person.Name))!, by is Channel.Sms ? Concern.ByPhone : null));
        Assert.True(Token.TryParse(WaitSteps.LinkToken().Match(page.PathAndQuery).Value, out var link));
        return link;
    }

    private static Task<PasswordStanding> Standing(TestServer server, TestPerson person) => server.Db.Read(
        async sql => await KnownPassword.StandingOf(sql, (await AccountStore.FindByName(sql, person.Name))!), Ct);

    private static async Task<SecondFactorReset> OperatorResets(TestServer server, TestPerson person) =>
        (await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(person))), Reason.Find("called us")!,
            new(OldPassword.Judged), Ct)).Given!;
}
