using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Enrollment;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What only the pages offer: a forgotten password, a freeze, another device, a look at a spare code.</summary>
public sealed partial class PageVerbStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_password_is_reset_once_and_leaves_2FA_on_and_nobody_signed_in()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.SessionOf(grace);
        var link = await ResetLink(server, grace.Email);
        for (var look = 0; look < 10; look++) Assert.NotNull(await server.Verb<ResetPassword>().FindOwner(link, Ct));

        Assert.NotNull((await server.Verb<ResetPassword>().Run(link, "another-horse-battery", PageVerbSteps.Here, Ct)).Given);
        Assert.Equal(Refusal.InvalidLink,
            (await server.Verb<ResetPassword>().Run(link, "a-third-horse-battery", PageVerbSteps.Here, Ct)).Refused!.Why);
        Assert.Null(await server.CallerOf(session));

        var signIn = (await server.Verb<CheckPassword>().Run(
            grace.Email, "another-horse-battery", SessionKind.Browser, null, PageVerbSteps.Here, Ct)).Given!;
        Assert.NotNull(signIn.Pending);
        Assert.Null(signIn.Session);
    }

    [Fact]
    public async Task A_reset_link_lives_fifteen_minutes_and_a_weak_password_does_not_spend_it()
    {
        await using var server = await TestServer.Start();
        var link = await ResetLink(server, server.People.Grace.Email);

        Assert.Equal(Refusal.PasswordTooWeak, (await server.Verb<ResetPassword>().Run(link, "short", PageVerbSteps.Here, Ct)).Refused!.Why);
        server.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await server.Verb<ResetPassword>().FindOwner(link, Ct));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await server.Verb<ResetPassword>().FindOwner(link, Ct));
    }

    [Fact]
    public async Task A_spare_code_can_be_looked_at_without_being_spent_and_wrong_ones_count_as_guesses()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var caller = (await server.CallerOf(await server.SessionOf(grace)))!;
        var check = server.Verb<CheckBackupCode>();

        for (var n = 0; n < 2; n++) Assert.Equal(10, (await check.Run(caller, grace.SpareCode(0), Ct)).Given!.Left);
        for (var n = 0; n < 5; n++) await check.Run(caller, null, Ct);
        Assert.Equal(10, (await check.Run(caller, grace.SpareCode(0), Ct)).Given!.Left);

        Assert.True(BackupCode.TryParse("0000-0000-0000", out var wrong));
        for (var n = 0; n < 5; n++) await check.Run(caller, wrong, Ct);
        Assert.Equal(Outcome.Locked, (await check.Run(caller, grace.SpareCode(0), Ct)).Refused!.Verdict!.Outcome);
    }

    [Fact]
    public async Task This_was_not_me_stops_every_change_of_factors_until_the_password_is_reset()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var (mine, theirs) = (await server.SessionOf(grace), await server.SessionOf(grace));
        var frozen = await server.Verb<FreezeChanges>().Run((await server.CallerOf(mine))!, KeptKeys.All, Ct);
        var caller = (await server.CallerOf(frozen.NewKey!))!;

        Assert.Null(await server.CallerOf(theirs));
        Assert.Equal(Refusal.ChangesFrozen, (await server.Verb<AskToAdd>().Run(caller, new(ProofKind.Totp, null, null), Ct)).Refused!.Why);
        Assert.Equal(Refusal.ChangesFrozen, (await server.Verb<RegenerateCodes>().Run(caller, Spare(grace, 0), Ct)).Refused!.Why);
        Assert.Equal(Refusal.ChangesFrozen, (await server.Verb<RemoveMethod>().Run(caller, Spare(grace, 0), new(null), Ct)).Refused!.Why);

        var link = await ResetLink(server, grace.Email);
        await server.Verb<ResetPassword>().Run(link, TestPerson.Password, PageVerbSteps.Here, Ct);
        var again = (await server.CallerOf(await server.SessionOf(grace)))!;
        Assert.NotNull((await server.Verb<RegenerateCodes>().Run(again, Spare(grace, 0), Ct)).Given);
    }

    [Fact]
    public async Task Another_device_takes_the_place_of_the_old_one_in_one_step()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var caller = (await server.CallerOf(await server.SessionOf(grace)))!;
        var old = (await server.Verb<ShowSecurity>().Run(caller, Ct)).Factors.Methods[0];

        await server.Verb<AskToAdd>().Run(caller, new(ProofKind.BackupCode, null, grace.SpareCode(0)), Ct);
        var key = (await server.Verb<SetUpTotp>().Run(caller, Ct)).Given!;
        Assert.True(Base32.TryDecode(key.Base32, out var bytes));
        Assert.True(Code.TryParse(Phone.Type(key.Base32, server.Clock).NextCode(), out var code));
        var added = (await server.Verb<ConfirmTotp>().Run(caller, bytes, code, new("New phone", old.Id), Ct)).Given!;

        var settings = await server.Verb<ShowSecurity>().Run((await server.CallerOf(added.NewKey!))!, Ct);
        var method = Assert.Single(settings.Factors.Methods);
        Assert.Equal(("New phone", true), (method.Label, method.IsPrimary));
        Assert.Equal(9, settings.Factors.BackupCodesLeft);
    }

    private static Proof Spare(TestPerson person, int at) => new(ProofKind.BackupCode, null, null, null, person.SpareCode(at));

    private static async Task<Token> ResetLink(TestServer server, string email)
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        await server.AskForReset(address);
        CaughtMessage? mail = null;
        while (mail is null || !mail.Text.Contains("reset-password", StringComparison.Ordinal)) mail = await server.Inbox.Next(email, Ct);
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        return link;
    }

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
