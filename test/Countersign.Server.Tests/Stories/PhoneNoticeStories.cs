using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>The few changes that every number on file hears of, besides the mail: whoever has the mailbox could hide that.</summary>
public sealed partial class PhoneNoticeStories
{
    private const string NewNumber = "+14165550142";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_number_is_told_to_the_other_numbers_and_not_to_itself()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        await server.Authorize(session, barbara);

        (await server.AddNumber(session, NewNumber)).Ok();

        var told = await Told(server, barbara.Number!, "method was added");
        Assert.Contains("/not-me?token=", told.Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM outbox WHERE destination = {NewNumber} AND kind = 'notice'"));
    }

    [Fact]
    public async Task A_first_number_that_the_password_alone_set_up_is_told_to_the_number_on_file()
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina", number: "+14165550188");
        (await server.By(nina).Post("/tf/enable", new { method = "SMS", phone = NewNumber })).Ok();
        (await server.By(nina).Post("/tf/request-token")).Ok();

        (await server.By(nina).Post("/tf/verify", new { otp = await server.NextOtp(NewNumber) })).Ok();

        await Told(server, nina.Number!, "method was added");
    }

    [Fact]
    public async Task A_password_set_by_mail_is_told_to_the_number_on_file_where_no_second_factor_is_on_too()
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina", number: "+14165550188");

        await ResetByMail(server, nina);

        var told = await Told(server, nina.Number!, "A new password was set by e-mail");
        Assert.Contains("/not-me?token=", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_news_brings_a_number_that_the_password_alone_set_up_a_link_to_keep()
    {
        await using var server = await TestServer.Start();
        var nina = await server.Add("nina");
        (await server.By(nina).Post("/tf/enable", new { method = "SMS", phone = NewNumber })).Ok();
        (await server.By(nina).Post("/tf/request-token")).Ok();
        (await server.By(nina).Post("/tf/verify", new { otp = await server.NextOtp(NewNumber) })).Ok();

        (await server.By(nina).Post("/tf/disable")).Ok();

        var told = await Told(server, NewNumber, "turn two-factor authentication off");
        Assert.DoesNotContain("not-me", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_method_that_goes_tells_its_own_number()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var session = await server.LoggedIn(linus);
        var sent = (await session.Post("/tfa/sms/")).Ok();

        (await session.Delete(
            "/tfa/", new { tfa_method = "sms", code = (await server.NextCode(linus.Number!)).Code, secret = sent.Secret })).Ok();

        await Told(server, linus.Number!, "Two-factor authentication is off");
    }

    [Fact]
    public async Task An_operators_reset_is_told_to_the_numbers_that_it_removes()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;

        await ResetFactors(server, linus);

        await Told(server, linus.Number!, "was reset");
    }

    [Fact]
    public async Task A_freeze_is_told_without_a_link_that_would_only_freeze_again()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var caller = (await server.CallerOf(await server.SessionOf(barbara)))!;

        await server.Verb<FreezeChanges>().Run(caller, KeptKeys.All, Ct);

        Assert.DoesNotContain("not-me", (await Told(server, barbara.Number!, "frozen")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMS_PER_ACCOUNT_SHORT", "1/10m")]
    [InlineData("SMS_PER_ACCOUNT_LONG", "1/1d")]
    [InlineData("SMS_PER_NUMBER_SHORT", "1/1h")]
    [InlineData("SMS_PER_NUMBER_LONG", "1/1d")]
    [InlineData("SMS_PER_PREFIX", "1/1h")]
    [InlineData("SMS_PER_COUNTRY", "1/1d")]
    [InlineData("SMS_IN_ALL", "1/1d")]
    public async Task However_many_codes_were_asked_for_the_news_still_comes(string limit, string rate)
    {
        await using var server = await TestServer.Start((limit, rate));
        var linus = server.People.Linus;
        (await server.As(linus).Post("/tfa/sms/")).Ok();
        server.Clock.Advance(Steps.Cooldown);
        (await server.As(linus).Post("/tfa/sms/")).IsRefused(429, "sms_rate_limited");

        await ResetFactors(server, linus);

        Assert.Equal(1, await Notices(server, linus));
    }

    [Theory]
    [InlineData("SMS_PER_PREFIX", "1/1h")]
    [InlineData("SMS_PER_COUNTRY", "1/1d")]
    [InlineData("SMS_IN_ALL", "1/1d")]
    public async Task Nobody_makes_silent_that_a_password_was_set_by_mail(string limit, string rate)
    {
        await using var server = await TestServer.Start((limit, rate));
        var linus = server.People.Linus;
        await ResetFactors(server, await server.NeighbourOf(linus)); // news that uses up what all share

        await ResetByMail(server, linus);

        Assert.Equal(1, await Notices(server, linus));
    }

    [Fact]
    public async Task News_of_one_kind_is_told_twice_a_day_and_takes_nothing_from_the_others()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        for (var n = 0; n < 3; n++) (await server.By(linus).Post("/tf/disable")).Ok();
        Assert.Equal(2, await Notices(server, linus));

        await ResetFactors(server, linus);

        Assert.Equal(3, await Notices(server, linus));
    }

    [Fact]
    public async Task A_number_that_gets_no_text_is_told_to_the_operator()
    {
        await using var server = await TestServer.Start(("SMS_COUNTRIES", "DE"));
        var linus = server.People.Linus;

        await ResetByMail(server, linus);

        Assert.Equal(0, await Notices(server, linus));
        var told = server.Log.Events.Single(one => one.Name == "notice_not_texted");
        Assert.Equal($"{await server.IdOf(linus)}", told["Account"]);
        Assert.DoesNotContain(linus.Number![^4..], told["Kind"], StringComparison.Ordinal);
    }

    private static Task<long> Notices(TestServer server, TestPerson person) =>
        server.Number($"SELECT count(*) FROM outbox WHERE destination = {person.Number} AND kind = 'notice'");

    private static async Task ResetFactors(TestServer server, TestPerson person) => Assert.NotNull(
        (await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(person))), Reason.Find("lost it")!, new(OldPassword.Kept),
            Ct)).Given);

    private static async Task ResetByMail(TestServer server, TestPerson person)
    {
        Assert.True(EmailAddress.TryParse(person.Email, out var address));
        await server.AskForReset(address);
        var mail = await server.Next(person.Email, message => message.Text.Contains("/reset-password?token=", StringComparison.Ordinal));
        Assert.True(Token.TryParse(ResetToken().Match(mail.Text).Value, out var link));
        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, "another-horse-battery", PageVerbSteps.Here, Ct)).Given);
    }

    [GeneratedRegex(@"(?<=reset-password\?token=)[\w-]+")]
    private static partial Regex ResetToken();

    private static Task<CaughtMessage> Told(TestServer server, string number, string about) =>
        server.Next(number, message => message.Text.Contains(about, StringComparison.Ordinal));
}
