using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Operators;
using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What strangers ask for uses up nothing of an account's owner, and kills nothing that the owner is about to use.</summary>
public sealed partial class AskedMailStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_knows_an_address_uses_up_nothing_of_its_owner()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ACCOUNT", "1/1h"), ("EMAIL_PER_TARGET", "3"));
        var grace = server.People.Grace;

        for (var n = 0; n < 20; n++) await AskForReset(server, grace.Email);

        (await server.As(grace).Post("/tfa/email/")).Ok();
        Assert.Equal(3, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Whoever_knows_an_address_keeps_no_confirmation_mail_from_its_owner_who_is_signed_in()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "2"), ("EMAIL_PER_ADDRESS", "3/1h"));
        var mary = await server.Add("mary", isProven: false);
        for (var n = 0; n < 5; n++) (await server.Stranger().Post("/users/verify-email/send/", new { email = mary.Email })).Ok();
        await server.AsksAnswered();
        Assert.Equal(2, await Mails(server, "verify_email"));

        for (var n = 0; n < 5; n++) (await server.As(mary).Post("/users/verify-email/send/", new { email = mary.Email })).Ok();
        Assert.Equal(4, await Mails(server, "verify_email"));

        // Somebody else's address is a stranger's to whoever is signed in, too.
        (await server.As(server.People.Ada).Post("/users/verify-email/send/", new { email = mary.Email })).Ok();
        await server.AsksAnswered();
        Assert.Equal(4, await Mails(server, "verify_email"));
    }

    [Fact]
    public async Task What_is_asked_from_one_place_costs_the_people_there_nothing_of_theirs()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ADDRESS", "2/1h"));
        foreach (var person in new[] { server.People.Ada, server.People.Barbara, server.People.Linus })
            (await server.Stranger().Post("/users/verify-email/send/", new { email = person.Email })).Ok();

        await server.IsKnown(server.People.Grace);
        for (var n = 0; n < 3; n++) (await server.As(server.People.Grace).Post("/tfa/email/")).Ok();
    }

    [Fact]
    public async Task From_one_place_only_so_many_mails_may_be_asked_for()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_ADDRESS", "2/1h"));

        foreach (var person in new[] { server.People.Ada, server.People.Barbara, server.People.Linus })
            await AskForReset(server, person.Email);

        Assert.Equal(2, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task When_no_more_mails_go_out_the_link_of_an_earlier_one_works_until_there_is_room_again()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "2"));
        var grace = server.People.Grace;
        await AskForReset(server, grace.Email);
        await AskForReset(server, grace.Email);
        var first = await NextLink(server, grace.Email);

        server.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await AskForReset(server, grace.Email);
        Assert.Equal(2, await Mails(server, "reset_password"));
        Assert.NotNull(await server.Verb<ResetPassword>().FindOwner(first, Ct));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskForReset(server, grace.Email);
        Assert.Equal(3, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Asking_again_leaves_a_live_reset_link_good_and_using_one_ends_the_others()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await AskForReset(server, grace.Email);
        var first = await NextLink(server, grace.Email);
        await AskForReset(server, grace.Email);
        var second = await NextLink(server, grace.Email);

        Assert.NotNull((await Reset(server, first)).Given);

        Assert.Equal(Refusal.InvalidLink, (await Reset(server, second)).Refused!.Why);
        Assert.Equal(Refusal.InvalidLink, (await Reset(server, first)).Refused!.Why);
    }

    [Fact]
    public async Task Asking_again_leaves_a_live_disable_link_good_and_using_one_ends_the_others()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var caller = (await server.Verb<CheckBasic>().Run(grace.Email, TestPerson.Password, PageVerbSteps.Here, Ct)).Given!;
        await server.Verb<AskToDisable>().Run(caller, Ct);
        var first = await NextLink(server, grace.Email);
        await server.Verb<AskToDisable>().Run(caller, Ct);
        var second = await NextLink(server, grace.Email);

        Assert.NotNull((await server.Verb<DisableByLink>().Run(caller, first, Ct)).Given);

        Assert.Null((await server.Verb<DisableByLink>().Run(caller, second, Ct)).Given);
    }

    [Fact]
    public async Task Where_a_proof_of_the_address_has_ended_the_links_there_is_room_for_another_one_at_once()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var emmy = await server.Add("emmy", isProven: false);
        (await server.Stranger().Post("/users/verify-email/send/", new { email = emmy.Email })).Ok();
        var verify = await server.Next(emmy.Email, message => message.Text.Contains("verify-email?", StringComparison.Ordinal));
        for (var n = 0; n < 4; n++) await AskForReset(server, emmy.Email);
        var reset = await NextLink(server, emmy.Email);
        Assert.Equal(3, await Mails(server, "reset_password"));

        (await server.Stranger().Post("/users/verify-email/", new { token = VerifyToken().Match(verify.Text).Value })).Ok();

        Assert.Equal(Refusal.InvalidLink, (await Reset(server, reset)).Refused!.Why);
        await AskForReset(server, emmy.Email);
        Assert.Equal(4, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Where_a_change_of_the_password_has_ended_the_links_there_is_room_for_another_one_at_once()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var grace = server.People.Grace;
        for (var n = 0; n < 4; n++) await AskForReset(server, grace.Email);
        Assert.NotNull((await Reset(server, await NextLink(server, grace.Email))).Given);

        await AskForReset(server, grace.Email);

        Assert.Equal(4, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Where_a_restored_database_has_ended_all_links_there_is_room_for_others_at_once()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var grace = server.People.Grace;
        for (var n = 0; n < 4; n++) await AskForReset(server, grace.Email);

        await server.Change(RestoreStore.VoidPending);

        await AskForReset(server, grace.Email);
        Assert.Equal(4, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Whoever_knows_the_password_of_an_account_without_2FA_cannot_kill_the_links_in_its_mailbox()
    {
        await using var server = await TestServer.Start(("EMAIL_PER_TARGET", "3"));
        var ada = server.People.Ada;
        for (var n = 0; n < 4; n++) await AskForReset(server, ada.Email);
        var link = await NextLink(server, ada.Email);
        var stranger = (await server.Verb<CheckPassword>().Run(
            ada.Email, TestPerson.Password, SessionKind.Browser, null, PageVerbSteps.Here, Ct)).Given!;
        var session = stranger.Session!;
        for (var n = 0; n < 3; n++)
            session = (await server.Verb<EndOtherSessions>().Run((await server.CallerOf(session))!, Ct)).NewKey!;
        Assert.NotNull((await server.Verb<ChangePassword>().Run(
            (await server.CallerOf(session))!, TestPerson.Password, "a-stranger-chose-this", KeptKeys.None, Ct)).Given);

        Assert.NotNull((await Reset(server, link)).Given);

        Assert.Null(await server.CallerOf(session));
        Assert.Equal(3, await Mails(server, "reset_password"));
    }

    [Fact]
    public async Task Nor_does_whoever_sets_up_a_second_factor_with_the_password_and_proves_it()
    {
        await using var server = await VssSteps.Start();
        var ada = server.People.Ada;
        await AskForReset(server, ada.Email);
        var link = await NextLink(server, ada.Email);
        var (phone, _) = await server.TurnOnApp(ada);

        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(Code.TryParse(phone.NextCode(), out var code));
        var proof = new Proof(ProofKind.Totp, null, (await server.WaitingSignIn(ada)).Reveal(), code, null);
        var session = (await server.Verb<LogIn>().Run(proof, SessionKind.Browser, PageVerbSteps.Here, Ct)).Given!.NewKey!;
        await server.Verb<EndOtherSessions>().Run((await server.CallerOf(session))!, Ct);

        Assert.NotNull((await Reset(server, link)).Given);
    }

    [Fact]
    public async Task A_change_by_somebody_who_has_proven_a_second_factor_ends_the_links()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        await AskForReset(server, grace.Email);
        var link = await NextLink(server, grace.Email);

        await server.Verb<EndOtherSessions>().Run((await server.CallerOf(await server.SessionOf(grace)))!, Ct);

        Assert.Equal(Refusal.InvalidLink, (await Reset(server, link)).Refused!.Why);
    }

    [Fact]
    public async Task The_links_of_a_shut_account_are_dead_when_it_is_opened_again()
    {
        await using var server = await TestServer.Start();
        var mary = await server.Add("mary");
        await AskForReset(server, mary.Email);
        var link = await NextLink(server, mary.Email);

        var by = new ShellOperator("olga", "account disable");
        var target = new Target(new(await server.IdOf(mary)));
        var why = Reason.Find("left")!;
        Assert.NotNull((await server.Verb<DisableAccount>().Run(by, target, why, Ct)).Given);
        Assert.NotNull((await server.Verb<EnableAccount>().Run(by, target, why, Ct)).Given);

        Assert.Equal(Refusal.InvalidLink, (await Reset(server, link)).Refused!.Why);
    }

    internal static async Task AskForReset(TestServer server, string email)
    {
        Assert.True(EmailAddress.TryParse(email, out var address));
        await server.AskForReset(address);
    }

    private static Task<Answer<PasswordWasReset>> Reset(TestServer server, Token link) =>
        server.Verb<ResetPassword>().Run(link, "another-horse-battery", PageVerbSteps.Here, Ct);

    private static Task<long> Mails(TestServer server, string kind) =>
        server.Number($"SELECT count(*) FROM outbox WHERE kind = {kind}");

    internal static async Task<Token> NextLink(TestServer server, string email)
    {
        var mail = await server.Next(email, message => message.Text.Contains("lnk_", StringComparison.Ordinal));
        Assert.True(Token.TryParse(LinkToken().Match(mail.Text).Value, out var link));
        return link;
    }

    [GeneratedRegex(@"(?<=verify-email\?token=)[\w-]+")]
    private static partial Regex VerifyToken();

    [GeneratedRegex(@"lnk_[\w-]+")]
    private static partial Regex LinkToken();
}
