using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Custody.WaitSteps;

namespace Countersign.Server.Tests.Custody;

/// <summary>Mailed links live their own time and no other, whatever the clock does.</summary>
public sealed partial class LinkClockTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_that_turns_2FA_off_begins_to_work_after_its_whole_wait_and_then_lives_its_whole_life()
    {
        await using var server = await VssSteps.Start(("DISABLE_DELAY", "24h"));
        var grace = server.People.Grace;
        await server.IsSteady();
        (await server.By(grace).Post("/tf/disable")).Ok();
        var token = await server.NextDisableToken(grace.Email);
        await server.ClockJumps(TimeSpan.FromHours(30));

        Assert.NotEqual(200, (await server.By(grace).Post($"/tf/disable/{token}")).Status);
        await server.TimeGoesBy(TimeSpan.FromHours(24));
        (await server.By(grace).Post($"/tf/disable/{token}")).Ok();
    }

    [Fact]
    public async Task What_the_clock_did_and_undid_before_lengthens_no_wait_and_holds_no_link_up()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        await server.ClockJumps(TimeSpan.FromDays(30));
        await server.ClockJumps(TimeSpan.FromDays(-30));
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        (await server.By(grace).Post("/tf/disable")).Ok();
        await server.NextDisableToken(grace.Email);
        await MailWaitClockTests.Reset(server, grace.Email);
        Assert.Equal(server.Clock.GetUtcNow().AddHours(72), await MailWaitsUntil(server, grace));

        await server.ClockJumps(TimeSpan.FromDays(-30));
        await server.ClockJumps(TimeSpan.FromDays(30));
        Assert.Equal(server.Clock.GetUtcNow().AddHours(72), await MailWaitsUntil(server, grace));
    }

    [Fact]
    public async Task A_link_that_turns_2FA_off_works_at_once_where_no_wait_is_wanted_whatever_the_clock_did()
    {
        await using var server = await VssSteps.Start();
        var grace = server.People.Grace;
        server.Clock.AdjustTime(server.Clock.GetUtcNow().AddHours(12));
        await server.Db.Write(SteadyClock.See, Ct);

        (await server.By(grace).Post("/tf/disable")).Ok();
        (await server.By(grace).Post($"/tf/disable/{await server.NextDisableToken(grace.Email)}")).Ok();
    }

    [Fact]
    public async Task A_link_that_is_over_does_not_live_again_when_the_clock_is_set_back()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        Assert.True(EmailAddress.TryParse(grace.Email, out var address));
        await server.AskForReset(address);
        var link = ResetToken().Match((await server.Next(grace.Email, mail => ResetToken().IsMatch(mail.Text))).Text).Value;
        await server.TimeGoesBy(TimeSpan.FromMinutes(20));
        await server.ClockJumps(TimeSpan.FromMinutes(-20));

        Assert.NotNull((await SetPassword(server, link)).Refused);
    }

    [Fact]
    public async Task A_link_that_was_mailed_while_the_clock_was_ahead_lives_no_longer_than_any_other()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await server.IsSteady();
        Assert.True(EmailAddress.TryParse(grace.Email, out var address));
        await server.ClockJumps(TimeSpan.FromHours(80));
        await server.AskForReset(address);
        var link = ResetToken().Match((await server.Next(grace.Email, mail => ResetToken().IsMatch(mail.Text))).Text).Value;
        await server.ClockJumps(TimeSpan.FromHours(-80));
        await server.TimeGoesBy(TimeSpan.FromMinutes(50));

        Assert.NotNull((await SetPassword(server, link)).Refused);
    }

    [Fact]
    public async Task After_a_reset_by_an_operator_no_older_link_stops_anything()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await MailWaitClockTests.Reset(server, grace.Email);
        var link = await LinkOf(server, grace);
        Assert.NotNull((await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(grace))), Reason.Find("lost it")!,
            new(OldPassword.Voided), Ct)).Given);

        Assert.Equal(Refusal.InvalidLink, (await server.Verb<NotMeByLink>().Run(link, PageVerbSteps.Here, Ct)).Refused!.Why);
        Assert.Null(await FrozenUntil(server, grace));
    }

    private static async Task<Answer<PasswordWasReset>> SetPassword(TestServer server, string link)
    {
        Assert.True(Token.TryParse(link, out var token));
        return await server.Verb<ResetPassword>().Run(token, MailWaitClockTests.TheirPassword, PageVerbSteps.Here, Ct);
    }

    [GeneratedRegex(@"(?<=/reset-password\?token=)[\w-]+")]
    private static partial Regex ResetToken();
}
