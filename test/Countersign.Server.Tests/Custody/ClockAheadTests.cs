using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>
/// The clock was ahead by weeks for a moment, perhaps between two looks at it, and is right again: what was begun, put off or proven
/// meanwhile bears instants that lie far in the future.
/// </summary>
public sealed class ClockAheadTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(20);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_begun_meanwhile_is_over_and_one_from_before_lives_its_own_time()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var before = await server.LoggedIn(linus);
        var meanwhile = await During(server, () => server.LoggedIn(linus));

        (await meanwhile.Get("/users/current/")).IsRefused(404, "auth_error");
        (await before.Get("/users/current/")).Ok();
        await server.Change(SessionStore.Sweep);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM sessions WHERE created_at > {server.Clock.GetUtcNow()}"));
    }

    [Fact]
    public async Task What_was_used_meanwhile_is_noted_as_used_now()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var session = await server.LoggedIn(linus);
        await server.Change(tx => tx.Execute($"UPDATE sessions SET last_seen_at = {tx.Now + Ahead}"));

        (await session.Get("/users/current/")).Ok();

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM sessions WHERE last_seen_at > {server.Clock.GetUtcNow()}"));
    }

    [Fact]
    public async Task A_factor_proven_meanwhile_opens_no_operator_page()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Admin();
        var browser = await server.Browser(admin);
        Assert.Equal(200, (await browser.Open("/operate/accounts")).Status);

        await server.Change(tx => tx.Execute($"UPDATE sessions SET second_factor_at = {tx.Now + Ahead}"));

        Assert.NotEqual(200, (await browser.Open("/operate/accounts")).Status);
    }

    [Fact]
    public async Task Leave_to_add_a_method_given_meanwhile_is_over()
    {
        await using var server = await TestServer.Start();
        var linus = await Account(server);

        await During(server, () => server.Change(async tx =>
        {
            await EnrollmentStore.AddGrant(tx, linus, Credential.PasswordAlone, tx.Now + TimeSpan.FromMinutes(30));
            await EnrollmentStore.AddSetup(tx, linus, Credential.PasswordAlone, new("k1", new byte[32]), tx.Now + TimeSpan.FromMinutes(30));
            await PendingMethodStore.Replace(tx, linus, MethodKind.Totp, null, [], tx.Now + TimeSpan.FromMinutes(30));
            Assert.True(await EnrollmentStore.HasGrant(tx, linus, [Credential.PasswordAlone]));
            Assert.Single(await EnrollmentStore.ListSetups(tx, linus));
            Assert.NotNull(await PendingMethodStore.FindLive(tx, linus));
        }));

        await server.Change(async tx =>
        {
            Assert.False(await EnrollmentStore.HasGrant(tx, linus, [Credential.PasswordAlone]));
            Assert.False(await EnrollmentStore.TrySpendGrant(tx, linus, [Credential.PasswordAlone]));
            Assert.Empty(await EnrollmentStore.ListSetups(tx, linus));
            Assert.Null(await PendingMethodStore.FindLive(tx, linus));

            await EnrollmentStore.Sweep(tx);
        });
        Assert.Equal(0, await server.Number($"""
            SELECT (SELECT count(*) FROM add_grants) + (SELECT count(*) FROM totp_setups) + (SELECT count(*) FROM pending_methods)
            """));
    }

    [Fact]
    public async Task A_browser_remembered_meanwhile_opens_nothing()
    {
        await using var server = await TestServer.Start();
        var linus = await Account(server);
        var now = server.Clock.GetUtcNow() + Ahead;
        var browser = new RememberedBrowser(
            0, linus.Id, "127.0.0.1", "", now, now, now + TimeSpan.FromDays(30), null, linus.CredentialVersion, ProofKind.Sms);

        await During(server, () => server.Change(async tx =>
        {
            await BrowserStore.Add(tx, browser);
            Assert.Single(await BrowserStore.ListLive(tx, linus));
        }));

        Assert.Empty(await server.Db.Read(sql => BrowserStore.ListLive(sql, linus), Ct));
        Assert.False(browser.Opens(linus, server.Clock.GetUtcNow()));
        await server.Change(BrowserStore.Sweep);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM remembered_browsers"));
    }

    [Fact]
    public async Task Refused_tries_of_meanwhile_are_told_at_once()
    {
        await using var server = await TestServer.Start();
        var linus = await Account(server);
        var entry = new AuditEntry(
            AuditEvent.AuthnLoginFail, new("192.0.2.1", "192.0.2.1", "", "POST /sign-in"), linus.Id, AuditOutcome.TurnedAway);

        await During(server, () => server.Change(tx => TurnedAway.Note(tx, entry)));
        await server.Change(async tx => await server.Verb<TurnedAway>().Tell(tx));

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM turned_away"));
        Assert.Equal(1, await server.AuditedOf(server.People.Linus, "authn_login_fail", "turned_away"));
    }

    [Fact]
    public async Task Sign_ins_that_strangers_began_meanwhile_keep_nobody_out()
    {
        await using var server = await TestServer.Start();
        var linus = await Account(server);

        await During(server, () => server.Change(async tx =>
        {
            for (var n = 0; n < 3; n++) await ChallengeStore.Open(tx, Begun(tx, linus, $"192.0.2.{n}"));
            Assert.NotNull(await OpenChallenges.FullUntil(tx, Begun(tx, linus, "198.51.100.1"), 3));
        }));

        Assert.Null(await server.Db.Write(tx => OpenChallenges.FullUntil(tx, Begun(tx, linus, "198.51.100.1"), 3), Ct));
    }

    private static NewChallenge Begun(Tx tx, Account account, string from) => new(
        account, ChallengePurpose.LogIn, new("k1", Guid.NewGuid().ToByteArray()), null, tx.Now + TimeSpan.FromMinutes(10), OpenedFrom: from);

    private static async Task<Account> Account(TestServer server) =>
        (await server.Db.Read(sql => AccountStore.FindByName(sql, server.People.Linus.Name), Ct))!;

    private static async Task<T> During<T>(TestServer server, Func<Task<T>> act)
    {
        var right = server.Clock.GetUtcNow();
        server.Clock.AdjustTime(right + Ahead);
        var done = await act();
        server.Clock.AdjustTime(right + TimeSpan.FromSeconds(5));
        return done;
    }

    private static Task<bool> During(TestServer server, Func<Task> act) => During(server, async () =>
    {
        await act();
        return true;
    });
}
