using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What an operator's commands do to an account: reset, unlock, disable, delete, admins.</summary>
public sealed class AccountCommandTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_reset_leaves_no_factor_no_session_and_nothing_pending_and_the_person_is_told()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");

        var told = await office.Run("account", "reset-2fa", "ada", "--reason", "showed her passport", "--yes");

        Assert.Equal(0, told.Exit);
        Assert.Contains("methods 2, recovery codes 10", told.Output, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM methods"));
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM backup_codes"));
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM sessions WHERE ended_at IS NULL"));
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM challenges WHERE ended_at IS NULL"));
        Assert.Equal(2, (await db.Read(sql => AccountStore.Find(sql, ada), Ct))!.CredentialVersion);
        Assert.Equal(1, await Count(
            db, $"SELECT count(*) FROM outbox WHERE kind = 'notice' AND state = 'waiting' AND destination = 'ada@example.org'"));
        var entry = (await db.Read(sql => AuditLog.Newest(sql, ada, 1), Ct))[0];
        Assert.Equal(("admin_reset", "{\"reason\":\"showed her passport\"}", "shell:olga"), (entry.Event, entry.Args, entry.Credential));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("--void-password", true)]
    [InlineData("--keep-password", false)]
    public async Task A_reset_lifts_the_freeze_and_the_wait_of_the_mailbox_and_voids_a_password_that_others_may_know(
        string? word, bool voids)
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        var hash = $"$argon2id$v=19$m=19456,t=2,p=1,k=k1${new string('A', 22)}${new string('A', 43)}";
        await using (var before = office.OpenDb())
        {
            await before.Write(async tx =>
            {
                await tx.Execute($"UPDATE accounts SET password_hash = {hash}, mail_counts_from = {LockoutRules.NeverByItself}");
                await MarkStore.Set(tx, ada, AccountMark.ChangesFrozenUntil, tx.Now + TimeSpan.FromDays(7));
                await MarkStore.Set(tx, ada, AccountMark.AwaitsMailbox, tx.Now);
            }, Ct);
        }

        string[] words = ["account", "reset-2fa", "ada", "--reason", "somebody was in", "--yes"];
        var told = await office.Run(word is null ? words : [.. words, word]);

        Assert.Equal(0, told.Exit);
        Assert.Equal(voids, told.Output.Contains("password is void", StringComparison.Ordinal));
        await using var db = office.OpenDb();
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM account_marks WHERE mark IN ('changes_frozen_until', 'awaits_mailbox')"));
        var after = (await db.Read(sql => AccountStore.Find(sql, ada), Ct))!;
        Assert.Equal((voids, (DateTimeOffset?)null), (after.PasswordHash is null, after.MailCountsFrom));
    }

    [Theory]
    [InlineData("reset-2fa", "ada", "--reason", "asked")]
    [InlineData("delete", "ada")]
    public async Task What_cannot_be_taken_back_is_asked_first(params string[] words)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await People.Add(office, "grace");

        var nobody = await office.Run(["account", .. words]);
        var no = await office.RunAtTerminal("n\n", [], ["account", .. words]);
        await using (var db = office.OpenDb()) Assert.Equal(2, await Count(db, $"SELECT count(*) FROM accounts"));
        var yes = await office.RunAtTerminal("y\n", [], ["account", .. words]);

        Assert.Equal((1, 1, 0), (nobody.Exit, no.Exit, yes.Exit));
        Assert.Contains("--yes", nobody.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_reason_must_be_one(string reason)
    {
        await office.Run("account", "add", "--email", "ada@example.org");

        var told = await office.Run("account", "disable", "ada", "--reason", reason);

        Assert.Equal(2, told.Exit);
        Assert.Contains("must say why", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_admin_can_neither_be_disabled_nor_deleted_and_the_last_but_one_can()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--admin");
        var disable = await office.Run("account", "disable", "ada", "--reason", "left");
        var delete = await office.Run("account", "delete", "ada", "--yes");
        await office.Run("account", "add", "--email", "grace@example.org", "--admin");
        var disableNow = await office.Run("account", "disable", "ada", "--reason", "left");
        var deleteGrace = await office.Run("account", "delete", "grace", "--yes");
        var deleteAda = await office.Run("account", "delete", "ada", "--yes");

        Assert.Contains("last admin", disable.Errors, StringComparison.Ordinal);
        Assert.Contains("last admin", delete.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Lost for good", delete.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0), (disableNow.Exit, deleteGrace.Exit, deleteAda.Exit));
    }

    [Fact]
    public async Task Admins_are_made_and_unmade_and_the_last_one_stays()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--verified", "--admin");
        await office.Run("account", "add", "--email", "grace@example.org", "--verified");

        var last = await office.Run("account", "revoke-admin", "ada");
        var grant = await office.Run("account", "grant-admin", "grace");
        var again = await office.Run("account", "grant-admin", "grace");
        var revoke = await office.Run("account", "revoke-admin", "ada");
        var revokeAgain = await office.Run("account", "revoke-admin", "ada");

        Assert.Equal((1, 0, 1, 0, 1), (last.Exit, grant.Exit, again.Exit, revoke.Exit, revokeAgain.Exit));
        Assert.Contains("last admin", last.Errors, StringComparison.Ordinal);
        Assert.Contains("is already an admin", again.Errors, StringComparison.Ordinal);
        Assert.Contains("isn't an admin", revokeAgain.Errors, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        Assert.Equal(1, await Count(db, $"SELECT count(*) FROM accounts WHERE is_admin = 1 AND username = 'grace'"));
        Assert.Equal(2, await Count(
            db, $"SELECT count(*) FROM audit_log WHERE event IN ('admin_granted', 'admin_revoked') AND credential = 'shell:olga'"));
        Assert.Equal(2, await Count(db, $"SELECT count(*) FROM outbox WHERE kind = 'notice'"));
    }

    [Fact]
    public async Task Disabling_ends_everything_and_enabling_opens_the_door_again()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");

        Assert.Equal(1, (await office.Run("account", "enable", "ada", "--reason", "back")).Exit);
        Assert.Equal(0, (await office.Run("account", "disable", "ada", "--reason", "left")).Exit);
        Assert.Equal(1, (await office.Run("account", "disable", "ada", "--reason", "left")).Exit);
        await using (var db = office.OpenDb())
        {
            Assert.True((await db.Read(sql => AccountStore.Find(sql, ada), Ct))!.IsDisabled);
            Assert.Equal(0, await Count(db, $"SELECT count(*) FROM sessions WHERE ended_at IS NULL"));
        }

        Assert.Equal(0, (await office.Run("account", "enable", "ada", "--reason", "back")).Exit);
        await using var reopened = office.OpenDb();
        Assert.Empty(await reopened.Read(new AuditCheck(office.OpenKeys(), AuditSteps.AddressLife).Faults, Ct));
        Assert.Equal(
            ["admin_enabled", "admin_disabled"], (await reopened.Read(sql => AuditLog.Newest(sql, ada, 9), Ct)).Select(
                entry => entry.Event));
    }

    [Fact]
    public async Task An_unlock_clears_methods_guards_budget_and_waits()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        await using (var db = office.OpenDb())
        {
            await db.Write(async tx =>
            {
                await tx.Execute($"UPDATE methods SET fail_count = 5, locked_until = {office.Clock.GetUtcNow().AddHours(1)}");
                await tx.Execute($"UPDATE guards SET fail_count = 5, locked_until = {DateTimeOffset.MaxValue}");
                await tx.Execute($"UPDATE budgets SET failures = '1,2,3'");
                await tx.Execute($"INSERT INTO password_waits (bucket, failures, wait_until) VALUES ('id:1@signed-in', 9, 1), " +
                    $"('id:11@signed-in', 9, 1), ('name:ada@192.0.2.1', 9, 1), ('name:ada%40example.org@192.0.2.1', 9, 1), " +
                    $"('name:ada%40elsewhere.example@192.0.2.1', 9, 1), ('name:adam@192.0.2.1', 9, 1)");
            }, Ct);
        }

        var before = await office.Run("account", "show", "ada");
        var told = await office.Run("account", "unlock", "ADA@example.org");
        var after = await office.Run("account", "show", "1");

        Assert.Equal(0, told.Exit);
        Assert.Contains("locked until `account unlock`", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("locked", after.Output, StringComparison.Ordinal);
        await using var changed = office.OpenDb();
        Assert.Equal(0, await Count(changed, $"SELECT count(*) FROM budgets WHERE failures <> ''"));
        Assert.Equal(3, await Count(changed, $"SELECT count(*) FROM password_waits"));
        Assert.Equal(2, (await changed.Read(sql => MethodStore.ListOf(sql, ada), Ct)).Count);
    }

    private static Task<long> Count(Db db, Statement question) => db.Read(sql => sql.Number(question), Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
