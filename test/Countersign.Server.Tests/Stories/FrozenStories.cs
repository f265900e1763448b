using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Enrollment;
using Countersign.Server.Recovery;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Races;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>
/// After "this wasn't me" nothing that opens the account changes, whoever asks and whatever they hold, until a reset by mail.
/// </summary>
public sealed class FrozenStories
{
    private const string Another = "another-horse-battery";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Func<TestServer, Caller, TestPerson, Task<Refused?>>> Changes = new()
    {
        ["the password"] = async (server, caller, _) =>
            (await server.Verb<ChangePassword>().Run(caller, TestPerson.Password, Another, KeptKeys.All, Ct)).Refused,
        ["a new API key"] = async (server, caller, _) =>
            (await server.Verb<ApiKeys>().Create(caller, "mine", ApiKeyRights.Everything, Ct)).Refused,
        ["a command line allowed at a page"] = async (server, caller, _) =>
            (await server.Verb<AllowProgram>().Run(caller, new(new(51234), CodeChallenge.Of(new string('v', 43))!.Value), Ct)).Refused,
        ["another value for an API key"] = async (server, caller, _) => (await server.Verb<ApiKeys>().Reset(caller, Ct)).Refused,
        ["leave to add a method"] = async (server, caller, _) =>
            (await server.Verb<AskToAdd>().Run(caller, new(ProofKind.Totp, null, null), Ct)).Refused,
        ["a method less"] = async (server, caller, grace) =>
            (await server.Verb<RemoveMethod>().Run(caller, Spare(grace), new(null), Ct)).Refused,
        ["a method's name"] = async (server, caller, _) =>
            (await server.Verb<UpdateMethod>().Run(caller, new(null, MethodKind.Totp, "Other", null), Ct)).Refused,
        ["new recovery codes"] = async (server, caller, grace) =>
            (await server.Verb<RegenerateCodes>().Run(caller, Spare(grace), Ct)).Refused,
        ["the account's end"] = async (server, caller, grace) =>
            (await server.Verb<AskToDelete>().Run(caller, "grace", new(Spare(grace), null), Ct)).Refused,
        ["the account's data"] = async (server, caller, grace) =>
            (await server.Verb<ExportAccount>().Run(caller, new(Spare(grace), null), Ct)).Refused,
        ["a link that turns 2FA off"] = async (server, _, grace) =>
            (await server.Verb<AskToDisable>().Run(await WithPassword(server, grace), Ct)).Refused,
    };

    public static TheoryData<string> Verbs => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Nothing_that_opens_the_account_is_changed_while_changes_are_frozen(string what)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var frozen = await server.Verb<FreezeChanges>().Run((await server.CallerOf(await server.SessionOf(grace)))!, KeptKeys.All, Ct);
        var caller = (await server.CallerOf(frozen.NewKey!))!;

        Assert.Equal(Refusal.ChangesFrozen, (await Changes[what](server, caller, grace))!.Why);
    }

    [Fact]
    public async Task A_browser_is_not_remembered_while_changes_are_frozen_and_what_is_there_can_still_be_taken_away()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var frozen = await server.Verb<FreezeChanges>().Run((await server.CallerOf(await server.SessionOf(grace)))!, KeptKeys.All, Ct);
        var caller = (await server.CallerOf(frozen.NewKey!))!;

        Assert.Equal(
            Refusal.ChangesFrozen, (await server.Verb<RememberBrowser>().Run(frozen.NewKey!, PageVerbSteps.Here, Ct)).Refused!.Why);
        var key = new ApiKeyId(await server.Number($"SELECT id FROM api_keys WHERE account_id = {caller.Account.Id}"));
        Assert.NotNull((await server.Verb<ApiKeys>().Delete(caller, key, Ct)).Given);
    }

    private static Proof Spare(TestPerson person) => new(ProofKind.BackupCode, null, null, null, person.SpareCode(0));

    private static async Task<PasswordCaller> WithPassword(TestServer server, TestPerson person) =>
        (await server.Verb<CheckBasic>().Run(person.Email, TestPerson.Password, PageVerbSteps.Here, Ct)).Given!;
}
