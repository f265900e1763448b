using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Nodes;
using Countersign.Server.Tests.OpenId;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>
/// Each guard of the store alone, on PostgreSQL: two transactions on two nodes have read the same; the second comes to the guard while the
/// first has passed it and has not committed. It waits, and is not let through.
/// </summary>
public sealed class GuardRaces
{
    private static readonly DateTimeOffset Late = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly HashedToken Key = new("k", [1]);

    private static readonly Dictionary<string, Func<Seen, (Func<Tx, Task<bool>> First, Func<Tx, Task<bool>> Second)>> Guards =
        new(StringComparer.Ordinal)
        {
            ["the account's row"] = seen => (
                async tx => await IsAsSeen(tx, seen.Account) && await AccountStore.TryRenewCredentials(tx, seen.Account),
                tx => IsAsSeen(tx, seen.Account)),
            ["credential_version"] = seen => Twice(tx => AccountStore.TryRenewCredentials(tx, seen.Account)),
            ["credential_version of a password"] = seen => (
                tx => AccountStore.TryRenewCredentials(tx, seen.Account), tx => AccountStore.TrySetPassword(tx, seen.Account, "other")),
            ["TryChangeKey"] = seen => (
                tx => SessionStore.TryEnd(tx, seen.Account.Id, seen.Session), tx => SessionStore.TryChangeKey(tx, seen.Session, Key, null)),
            ["TryProlong"] = seen => (
                tx => SessionStore.TryEnd(tx, seen.Account.Id, seen.Session),
                tx => SessionStore.TryProlong(tx, seen.Session, Late, new(tx.Now, ProofKind.Totp))),
            ["TryEndSetup"] = seen => Twice(tx => EnrollmentStore.TryEndSetup(tx, seen.Setup)),
            ["a wrong first code"] = seen => Twice(tx => EnrollmentStore.TryCountFailure(tx, seen.Setup, 5)),
            ["a leave to add"] = seen => Twice(
                tx => EnrollmentStore.TrySpendGrant(tx, seen.Account, [Credential.PasswordAlone])),
            ["a pending method"] = seen => (
                tx => PendingMethodStore.TryCountFailure(tx, seen.Pending, 5), tx => PendingMethodStore.TryTake(tx, seen.Pending)),
            ["the step of an app"] = seen => Twice(Whole(tx => MethodStore.Save(tx, seen.App, seen.App with { LastStep = 7 }))),
            ["the failures of a factor"] = seen => Twice(Whole(tx => GuardStore.Save(
                tx, seen.Account.Id, GuardKind.BackupCode, seen.Guard, seen.Guard.Guard with { FailCount = 1 }))),
            ["the failures of an account"] = seen => Twice(
                Whole(tx => GuardStore.Save(tx, seen.Account.Id, seen.Budget, seen.Budget with { Failures = [tx.Now] }))),
            ["a sent code"] = seen => Twice(tx => ChallengeStore.TryEnd(tx, seen.Sent.Id)),
            ["a sent code that was guessed at"] = seen => (
                tx => ChallengeStore.TryEnd(tx, seen.Sent.Id), tx => ChallengeStore.TryForgetCode(tx, seen.Sent)),
            ["a recovery code"] = seen => Twice(tx => BackupCodeStore.TrySpend(tx, seen.Account.Id, seen.Code)),
            ["what an application redeems"] = seen => Twice(tx => AppTokenStore.TryRedeem(tx, seen.Given)),
            ["the last admin"] = seen => (tx => TryShut(tx, seen.Admins[0]), tx => TryShut(tx, seen.Admins[1])),
        };

    public static TheoryData<string> Names => [.. Guards.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whoever_read_the_same_and_is_second_is_not_let_through(string guard)
    {
        await using var nodes = await TwoNodes.Start();
        var (first, second) = Guards[guard](await See(nodes.One));
        var database = nodes.One.Services.GetRequiredService<ServerSettings>().Database!.Database!;
        var (passed, go) = (New(), New());

        var one = Try(nodes.One, async tx =>
        {
            var may = await first(tx);
            passed.SetResult();
            await go.Task;
            return may;
        });
        await passed.Task.WaitAsync(Ct);
        var other = Try(nodes.Other, second);
        while (!other.IsCompleted && await TestDatabases.WaitForLocks(database) == 0) await Task.Delay(1, Ct);
        go.SetResult();

        Assert.Equal((true, false), (await one, await other));

        static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static (Func<Tx, Task<bool>> First, Func<Tx, Task<bool>> Second) Twice(Func<Tx, Task<bool>> spend) => (spend, spend);

    // What happens with the next question happens now.
    private static Func<Tx, Task<bool>> Whole(Func<Tx, Task> save) => async tx =>
    {
        await save(tx);
        return 1 == await tx.Number($"SELECT 1");
    };

    private static async Task<bool> Try(TestServer node, Func<Tx, Task<bool>> change)
    {
        try
        {
            return await node.Db.Write(change, Ct);
        }
        catch (OvertakenException)
        {
            return false;
        }
    }

    private static async Task<bool> IsAsSeen(Tx tx, Account account) =>
        (await AccountStore.Find(tx, account.Id))!.CredentialVersion == account.CredentialVersion;

    private static async Task<bool> TryShut(Tx tx, Account admin)
    {
        if (await LastAdmin.Is(tx, admin)) return false;

        await AccountStore.SetDisabled(tx, admin.Id, tx.Now);
        return true;
    }

    private static async Task<Seen> See(TestServer server)
    {
        var grace = server.People.Grace;
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();
        (await server.As(grace).Post("/tfa/email/")).Ok();
        return await server.Db.Write(async tx =>
        {
            var account = (await AccountStore.FindByName(tx, grace.Name))!;
            await EnrollmentStore.AddSetup(tx, account, Credential.PasswordAlone, new("k", [2]), tx.Now.AddMinutes(10));
            await EnrollmentStore.AddGrant(tx, account, Credential.PasswordAlone, tx.Now.AddMinutes(10));
            await tx.Execute($"UPDATE accounts SET is_admin = 0");
            var admins = new List<Account>();
            foreach (var person in (TestPerson[])[grace, server.People.Linus])
            {
                var admin = (await AccountStore.FindByName(tx, person.Name))!;
                await AccountStore.TrySetAdmin(tx, admin.Id, AdminRight.Given);
                admins.Add(admin with { IsAdmin = true });
            }

            var sent = await tx.Number($"SELECT max(id) FROM challenges WHERE account_id = {account.Id} AND ended_at IS NULL");
            var challenge = (await ChallengeStore.FindLive(tx, new ChallengeId(sent)))!.Challenge;
            await PendingMethodStore.Replace(tx, account, MethodKind.Email, null, [], tx.Now.AddMinutes(10));
            var app = await AppStore.Add(tx, OpenIdWorld.Wiki, null);
            var given = new AppToken(0, app, null, account.Id, "authorization_code", "valid", "r", "p", tx.Now, Late, null, 0);
            return new Seen(
                account, (await SessionStore.ListLive(tx, account.Id))[0].Id, (await EnrollmentStore.ListSetups(tx, account))[0],
                (await PendingMethodStore.FindLive(tx, account))!,
                (await MethodStore.ListOf(tx, account.Id)).First(method => method.Kind is MethodKind.Totp),
                await GuardStore.Read(tx, account.Id, GuardKind.BackupCode), await GuardStore.ReadBudget(tx, account.Id),
                challenge, (await BackupCodeStore.ListLive(tx, account.Id))[0], admins, await AppTokenStore.Add(tx, given, "k"));
        }, Ct);
    }

    /// <summary>What both have read.</summary>
    private sealed record Seen(
        Account Account, SessionId Session, TotpSetup Setup, PendingMethod Pending, Method App, StoredGuard Guard, Budget Budget,
        Challenge Sent, long Code, IReadOnlyList<Account> Admins, long Given);
}
