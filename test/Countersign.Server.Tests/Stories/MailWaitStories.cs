using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Delivery;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// What a number can object to that the password alone has set up, when a password is set by mail. It may be its owner's, whose mailbox
/// somebody else has; it may be a stranger's, who would keep the owner out.
/// </summary>
public sealed partial class MailWaitStories
{
    private const string TheirNumber = "+14165550142";
    private const string NewPassword = "another-horse-battery";
    private static readonly TimeSpan Wait = TimeSpan.FromHours(72);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_link_makes_the_wait_begin_anew_and_stops_nothing_else()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        await Reset(server, nina);
        var path = $"/not-me?token={(await LinkAt(server, TheirNumber)).Reveal()}";
        server.Clock.Advance(TimeSpan.FromHours(71));
        var visitor = server.Browser();
        var page = await visitor.Open(path);
        Assert.Contains("wait from now on again", page.Text, StringComparison.Ordinal);

        var done = await visitor.Follow(await visitor.Submit(page, "/not-me"));

        Assert.Contains("the wait has begun anew", done.Text, StringComparison.Ordinal);
        Assert.Equal(server.Clock.GetUtcNow() + Wait, await CountsFrom(server, nina));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM account_marks WHERE mark = 'changes_frozen_until'"));
        Assert.Equal(1, await server.AuditedOf(nina, "mail_wait_begun_anew", "by_link"));
        await server.NextNotice(nina, "Codes by e-mail count later");
        Assert.Equal(404, (await visitor.Open(path)).Status);
    }

    [Fact]
    public async Task A_stranger_who_keeps_every_link_holds_its_owner_off_for_two_more_waits_and_no_longer()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        var links = new List<Token>();
        foreach (var hours in (int[])[0, 0, 25])
        {
            server.Clock.Advance(TimeSpan.FromHours(hours));
            await Reset(server, nina);
            links.Add(await LinkAt(server, TheirNumber));
        }

        var end = server.Clock.GetUtcNow() + Wait;
        server.Clock.Advance(TimeSpan.FromHours(71));
        Assert.NotNull(await Press(server, links[0]));
        server.Clock.Advance(TimeSpan.FromHours(71));
        Assert.NotNull(await Press(server, links[1]));
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await server.Verb<NotMeByLink>().Look(links[2], Ct));
        Assert.Null(await Press(server, links[2]));

        Assert.Equal(2, await server.AuditedOf(nina, "mail_wait_begun_anew", "by_link"));
        Assert.True(await CountsFrom(server, nina) <= end + (2 * Wait));
        server.Clock.Advance(Wait);
        await server.IsSteady();
        var (browser, secret) = await PasswordStep(server, nina);
        (await browser.Post("/tfa/email/", new { secret })).Ok();
        (await browser.Post("/tfa/", new { tfa_method = "email", secret, code = (await server.NextCode(nina.Email)).Code })).Ok();
    }

    [Fact]
    public async Task Of_many_who_press_one_link_at_once_one_counts()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        await Reset(server, nina);
        var link = await LinkAt(server, TheirNumber);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Press(server, link)));

        Assert.Single(answers, answer => answer is not null);
        Assert.Equal(1, await Taken(server, nina));
    }

    [Fact]
    public async Task Of_many_links_pressed_at_once_two_count()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        await Reset(server, nina);
        var links = new List<Token>();
        for (var n = 0; n < 16; n++) links.Add(await MakeLink(server, nina));

        var answers = await Task.WhenAll(links.Select(link => Press(server, link)));

        Assert.Equal(2, answers.Count(answer => answer is not null));
        Assert.Equal(2, await server.AuditedOf(nina, "mail_wait_begun_anew", "by_link"));
    }

    [Fact]
    public async Task What_is_over_or_never_ends_by_itself_does_not_begin_anew()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        await Reset(server, nina);
        var link = await LinkAt(server, TheirNumber);

        await server.Change(tx => tx.Execute(
            $"UPDATE accounts SET mail_counts_from = {LockoutRules.NeverByItself} WHERE username = {nina.Name}"));
        Assert.Null(await Press(server, link));
        Assert.Equal(LockoutRules.NeverByItself, await CountsFrom(server, nina));

        await server.IsSteady();
        await server.Change(tx => tx.Execute($"UPDATE accounts SET mail_counts_from = {tx.Now} WHERE username = {nina.Name}"));
        Assert.Null(await Press(server, link));
        Assert.Equal(server.Clock.GetUtcNow(), await CountsFrom(server, nina));
        Assert.Equal(0, await Taken(server, nina));
    }

    [Fact]
    public async Task A_number_that_was_on_file_before_keeps_the_link_that_stops_everything()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server, onFile: "+14165550188");
        await server.IsSteady();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reset(server, nina);

        Assert.Equal(ObjectionTo.MailWait, await server.Verb<NotMeByLink>().Look(await LinkAt(server, TheirNumber), Ct));
        Assert.Equal(ObjectionTo.Everything, (await Press(server, await LinkAt(server, nina.Number!)))!.To);
        Assert.Equal(LockoutRules.NeverByItself, await CountsFrom(server, nina));
    }

    [Fact]
    public async Task So_does_one_whose_time_to_object_is_over()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        await server.TimeGoesBy(TimeSpan.FromDays(7));
        await Reset(server, nina);

        Assert.Equal(ObjectionTo.Everything, (await Press(server, await LinkAt(server, TheirNumber)))!.To);
        Assert.Equal(LockoutRules.NeverByItself, await CountsFrom(server, nina));
    }

    [Fact]
    public async Task Where_nothing_waits_there_is_no_link()
    {
        await using var server = await TestServer.Start(("MAIL_WAIT", "0s"));
        var nina = await WithTheirNumber(server);
        await Reset(server, nina);

        var told = await server.Next(TheirNumber, message => message.Text.Contains("set by e-mail", StringComparison.Ordinal));
        Assert.DoesNotContain("not-me", told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_does_not_end_before_every_number_on_file_was_told_of_it(bool isOperatorsFault)
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server, onFile: "+14165550188");
        (server.Inbox.Sms.IsShutToUs, server.Inbox.Sms.IsOut) = (isOperatorsFault, !isOperatorsFault);
        await Reset(server, nina);
        await Tried(server, nina.Number!);
        await Pass(server, Wait + TimeSpan.FromHours(24));
        Assert.False(await MailCounts(server, nina));

        (server.Inbox.Sms.IsShutToUs, server.Inbox.Sms.IsOut) = (false, false);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await LinkAt(server, nina.Number!);
        await server.AllSent();
        await Pass(server, Wait - TimeSpan.FromHours(1));
        Assert.False(await MailCounts(server, nina));

        await server.Change(server.Verb<OutboxBook>().DropOldNotices);
        await Pass(server, TimeSpan.FromHours(2));
        Assert.True(await MailCounts(server, nina));
    }

    [Fact]
    public async Task A_text_that_waited_long_and_is_refused_for_its_number_then_leaves_the_whole_wait_too()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server, onFile: "+14165550188");
        server.Inbox.Sms.IsShutToUs = true;
        await Reset(server, nina);
        await Tried(server, nina.Number!);
        await Pass(server, Wait + TimeSpan.FromHours(24));

        server.Inbox.Sms.Feel(GatewayMood.Refuse, GatewayMood.Refuse, GatewayMood.Refuse, GatewayMood.Refuse);
        server.Inbox.Sms.IsShutToUs = false;
        while (0 < await server.Number($"SELECT count(*) FROM outbox WHERE destination = {nina.Number} AND state = 'waiting'"))
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
        }

        await Pass(server, Wait - TimeSpan.FromHours(1));
        Assert.False(await MailCounts(server, nina));
        await server.Change(server.Verb<OutboxBook>().DropOldNotices);
        await Pass(server, TimeSpan.FromHours(2));
        Assert.True(await MailCounts(server, nina));
    }

    [Fact]
    public async Task A_text_of_a_wait_that_began_while_the_clock_was_ahead_leaves_the_whole_wait_when_it_leaves()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server, onFile: "+14165550188");
        server.Inbox.Sms.IsOut = true;
        var right = server.Clock.GetUtcNow();
        await server.ClockJumps(TimeSpan.FromDays(40));
        await Reset(server, nina);
        await Tried(server, nina.Number!);
        await server.ClockJumps(right.AddMinutes(1) - server.Clock.GetUtcNow());
        await Pass(server, TimeSpan.FromHours(60));

        server.Inbox.Sms.IsOut = false;
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await LinkAt(server, nina.Number!);
        await server.AllSent();
        await Pass(server, Wait - TimeSpan.FromHours(1));
        Assert.False(await MailCounts(server, nina));
        await server.Change(server.Verb<OutboxBook>().DropOldNotices);
        await Pass(server, TimeSpan.FromHours(2));
        Assert.True(await MailCounts(server, nina));
    }

    [Fact]
    public async Task A_number_that_a_stranger_may_have_chosen_and_no_gateway_reaches_holds_nobody_off_for_long()
    {
        await using var server = await TestServer.Start();
        var nina = await WithTheirNumber(server);
        server.Inbox.Sms.IsOut = true;
        await Reset(server, nina);
        await Tried(server, TheirNumber);

        await Pass(server, TimeSpan.FromHours(13));
        server.Inbox.Sms.IsOut = false;
        await server.Change(server.Verb<OutboxBook>().DropOldNotices);
        await Pass(server, Wait);

        Assert.True(await MailCounts(server, nina));
    }

    // It goes by while no attempt is under way, which would take it for the gateway's silence.
    private static async Task Pass(TestServer server, TimeSpan time)
    {
        server.Clock.AdjustTime(server.Clock.GetUtcNow() + time);
        await server.IsSteady();
    }

    private static async Task Tried(TestServer server, string number)
    {
        while (1 != await server.Number($"""
            SELECT count(*) FROM outbox
            WHERE destination = {number} AND kind = 'notice' AND state = 'waiting' AND attempts > 0 AND claimed_until IS NULL AND id = (
                SELECT max(id) FROM outbox WHERE destination = {number})
            """))
            await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
    }

    private static async Task<bool> MailCounts(TestServer server, TestPerson person)
    {
        var account = await server.Db.Read(sql => AccountStore.FindByName(sql, person.Name), Ct);
        return account!.MailWaitsUntil(server.Clock.GetUtcNow()) is null;
    }

    private static async Task<TestPerson> WithTheirNumber(TestServer server, string? onFile = null)
    {
        var nina = await server.Add("nina", number: onFile);
        (await server.By(nina).Post("/tf/enable", new { method = "SMS", phone = TheirNumber })).Ok();
        (await server.By(nina).Post("/tf/request-token")).Ok();
        (await server.By(nina).Post("/tf/verify", new { otp = await server.NextOtp(TheirNumber) })).Ok();
        return nina;
    }

    private static async Task Reset(TestServer server, TestPerson person)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("/reset-password?token=", StringComparison.Ordinal));
        Assert.True(Token.TryParse(ResetToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, NewPassword, PageVerbSteps.Here, Ct)).Given);
    }

    private static async Task<Token> LinkAt(TestServer server, string number) => TokenIn((await server.Next(
        number, message => message.Text.Contains("set by e-mail", StringComparison.Ordinal))).Text);

    private static async Task<Token> MakeLink(TestServer server, TestPerson person)
    {
        var made = await server.Db.Write(async tx => await server.Verb<NotMeLinks>().Make(
            tx, (await AccountStore.FindByName(tx, person.Name))!, Concern.MailWait), Ct);
        return TokenIn(made.ToString());
    }

    private static Token TokenIn(string text)
    {
        Assert.True(Token.TryParse(LinkToken().Match(text).Value, out var link));
        return link;
    }

    private static async Task<Objected?> Press(TestServer server, Token link)
    {
        var answer = await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct);
        if (answer.Refused is { } refused) Assert.Equal(Refusal.InvalidLink, refused.Why);
        return answer.Given;
    }

    private static async Task<(VastCaller Browser, string Secret)> PasswordStep(TestServer server, TestPerson person)
    {
        var browser = server.Stranger();
        return (browser, (await browser.Post("/users/login/", new { email = person.Email, password = NewPassword })).Ok().Secret);
    }

    private static async Task<DateTimeOffset> CountsFrom(TestServer server, TestPerson person) => DateTimeOffset.FromUnixTimeSeconds(
        await server.Number($"SELECT mail_counts_from FROM accounts WHERE username = {person.Name}"));

    private static async Task<long> Taken(TestServer server, TestPerson person)
    {
        var bucket = Buckets.MailWaitAnew(new(await server.IdOf(person)));
        return await server.Number($"SELECT coalesce(max(hits), 0) FROM limits WHERE bucket = {bucket}");
    }

    [GeneratedRegex(@"(?<=reset-password\?token=)[\w-]+")]
    private static partial Regex ResetToken();

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
