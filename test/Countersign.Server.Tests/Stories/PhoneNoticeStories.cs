using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>The few changes that every number on file hears of, besides the mail: whoever has the mailbox could hide that.</summary>
public sealed class PhoneNoticeStories
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

        var answer = await server.Verb<ResetSecondFactor>().Run(
            new ShellOperator("olga", "account reset-2fa"), new(new(await server.IdOf(linus))), Reason.Find("lost it")!,
            OldPassword.Kept, Ct);

        Assert.NotNull(answer.Given);
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

    private static Task<CaughtMessage> Told(TestServer server, string number, string about) =>
        server.Next(number, message => message.Text.Contains(about, StringComparison.Ordinal));
}
