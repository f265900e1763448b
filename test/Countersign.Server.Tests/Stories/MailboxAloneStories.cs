using System.Text.RegularExpressions;
using Countersign.Core;
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

/// <summary>Whoever has the mailbox, and whatever else happens to the account meanwhile.</summary>
public sealed partial class MailboxAloneStories
{
    private const string Another = "yet-another-horse";
    private const string AThird = "a-third-horse-of-theirs";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_owners_program_says_nothing_of_who_has_set_the_password(bool hasObjected)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await MailWaitClockTests.Reset(server, grace.Email);
        if (hasObjected)
        {
            await Object(server, grace);
            await MailWaitClockTests.Reset(server, grace.Email, Another);
        }

        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.Code() })).Ok();

        await MailCountsForNothing(server, grace, hasObjected ? Another : MailWaitClockTests.TheirPassword);
        Assert.Equal(hasObjected ? 1 : 0, await Frozen(server));
    }

    [Fact]
    public async Task Whoever_has_the_password_that_was_mailed_and_another_factor_makes_mail_count_again()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await MailWaitClockTests.Reset(server, grace.Email);

        await SignIn(server, grace);

        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task An_objection_counts_against_the_mailbox_also_once_the_wait_is_over()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await MailWaitClockTests.Reset(server, grace.Email);
        var link = await LinkOf(server, grace);
        await SignIn(server, grace);

        Assert.NotNull((await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given);

        await MailWaitClockTests.Reset(server, grace.Email, Another);
        await MailCountsForNothing(server, grace, Another);
    }

    [Fact]
    public async Task An_objection_holds_its_week_against_somebody_who_has_the_password_and_a_factor()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await MailWaitClockTests.Reset(server, grace.Email);
        var link = await LinkOf(server, grace);
        await SignIn(server, grace);
        await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await IsRefused(server, grace);

        Assert.Equal(1, await Frozen(server));
    }

    [Fact]
    public async Task A_password_that_its_owner_objected_to_lifts_no_freeze_and_a_later_one_does()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await MailWaitClockTests.Reset(server, grace.Email);
        await Object(server, grace);

        await IsRefused(server, grace);
        Assert.Equal(1, await Frozen(server));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await MailWaitClockTests.Reset(server, grace.Email, Another);
        await MailWaitClockTests.Reset(server, grace.Email, AThird);
        await SignIn(server, grace, AThird);
        Assert.Equal(0, await Frozen(server));
        (await server.As(grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task The_link_of_a_factor_that_the_mailbox_has_vouched_for_since_stops_the_mailbox_too()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        Uri page = null!;
        await server.Change(async tx => page = await server.Verb<NotMeLinks>().Make(
            tx, (await AccountStore.FindByName(tx, grace.Name))!, Concern.OfFactorSince(tx.Now)));
        Assert.True(Token.TryParse(LinkToken().Match(page.PathAndQuery).Groups[1].Value, out var link));
        await MailWaitClockTests.Reset(server, grace.Email);

        var done = (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Given!;

        Assert.Equal(ObjectionTo.Everything, done.To);
        await MailWaitClockTests.Reset(server, grace.Email, Another);
        await MailCountsForNothing(server, grace, Another);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE mail_counts_from = {LockoutRules.NeverByItself}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_has_nothing_but_the_mailbox_is_not_locked_out_by_an_objection(bool hasCodes)
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await server.TurnOnEmail(ada);
        if (!hasCodes) await server.Change(tx => tx.Execute($"DELETE FROM backup_codes"));
        await MailWaitClockTests.Reset(server, ada.Email);
        server.Clock.Advance(TimeSpan.FromHours(71));

        await Object(server, ada);

        var until = await server.Number($"SELECT mail_counts_from FROM accounts WHERE username = {ada.Name}");
        var from = hasCodes ? LockoutRules.NeverByItself : server.Clock.GetUtcNow().AddHours(72);
        Assert.Equal(from.ToUnixTimeSeconds(), until);
    }

    private static Task<long> Frozen(TestServer server) =>
        server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'changes_frozen_until'");

    private static async Task MailCountsForNothing(TestServer server, TestPerson person, string password)
    {
        var browser = server.Stranger();
        var secret = (await browser.Post("/users/login/", new { email = person.Email, password })).Ok()["secret"].GetString();
        (await browser.Post("/tfa/email/", new { secret })).IsRefused(400, "invalid_tfa_method");
    }

    private static async Task IsRefused(TestServer server, TestPerson person) =>
        (await server.Stranger().Post("/users/login/", new { email = person.Email, password = MailWaitClockTests.TheirPassword }))
            .IsRefused(403, "auth_error");

    private static async Task SignIn(TestServer server, TestPerson person, string password = MailWaitClockTests.TheirPassword)
    {
        var browser = server.Stranger();
        var secret = (await browser.Post("/users/login/", new { email = person.Email, password })).Ok()["secret"].GetString();
        (await browser.Post("/tfa/", new { secret, code = person.Phone.Code() })).Ok();
    }

    private static async Task Object(TestServer server, TestPerson person) =>
        Assert.NotNull((await server.Verb<NotMeByLink>().Run(await LinkOf(server, person), PageVerbSteps.Here, Ct)).Given);

    private static async Task<Token> LinkOf(TestServer server, TestPerson person)
    {
        var notice = server.Inbox.All.LastOrDefault(Has) ?? await server.Next(person.Email, Has);
        Assert.True(Token.TryParse(LinkToken().Match(notice.Text).Groups[1].Value, out var link));
        return link;

        bool Has(CaughtMessage message) => message.To == person.Email && message.Text.Contains("/not-me?", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/not-me\?token=([\w-]+)")]
    private static partial Regex LinkToken();
}
