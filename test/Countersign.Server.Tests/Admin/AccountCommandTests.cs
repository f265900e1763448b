using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

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
    [InlineData(true, "until another factor is proven")]
    [InlineData(false, "until 2026-11-24 09:00 UTC, or another factor is proven")]
    public async Task What_keeps_a_person_waiting_is_shown(bool forGood, string said)
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        Assert.DoesNotContain("frozen", (await office.Run("account", "show", "ada")).Output, StringComparison.Ordinal);
        await using (var db = office.OpenDb())
        {
            await db.Write(async tx =>
            {
                await AccountStore.SetMailCountsFrom(tx, ada, forGood ? LockoutRules.NeverByItself : tx.Now + TimeSpan.FromDays(3));
                await MarkStore.Set(tx, ada, AccountMark.ChangesFrozenUntil, tx.Now + TimeSpan.FromDays(7));
            }, Ct);
        }

        var told = await office.Run("account", "show", "ada");

        Assert.Contains("changes wait until 2026-11-28 09:00 UTC", told.Output, StringComparison.Ordinal);
        Assert.Contains($"counts for nothing {said}", told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_lifts_the_freeze_and_the_wait_of_the_mailbox_and_voids_the_password_where_it_is_told_to(bool voids)
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
        var told = await office.Run(voids ? [.. words, "--void-password"] : words);

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

        Assert.Equal(1, told.Exit);
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
        Assert.Empty(await reopened.Read(new AuditCheck(office.OpenKeys()).Faults, Ct));
        Assert.Equal(
            ["admin_enabled", "admin_disabled"], (await reopened.Read(sql => AuditLog.Newest(sql, ada, 9), Ct)).Select(
                entry => entry.Event));
    }

    [Fact]
    public async Task Everything_that_is_kept_about_somebody_goes_into_a_file_for_one_reader_and_the_person_is_told()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        var (file, nowhere) = (office.At("ada.json"), Path.Combine(office.At("no-such-folder"), "ada.json"));

        var lost = await office.Run("account", "export", "ada", "--output", nowhere);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'account_exported'"));
        var done = await office.Run("account", "export", "ada", "--output", file);
        var again = await office.Run("account", "export", "ada", "--output", file);
        var printed = await office.Run("account", "export", "ada");

        Assert.Equal((1, 0, 1, 0), (lost.Exit, done.Exit, again.Exit, printed.Exit));
        Assert.Contains("Name a file that can be made", lost.Errors, StringComparison.Ordinal);
        Assert.Contains("already", again.Errors, StringComparison.Ordinal);
        using var kept = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(file, Ct));
        Assert.Equal(ada.Value, kept.RootElement.GetProperty("account").GetProperty("id").GetInt64());
        Assert.Equal("countersign-account-export", printed.Json.GetProperty("format").GetString());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(2, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'account_exported' AND account_id = {ada}"));
        Assert.True(0 < await office.Count($"SELECT count(*) FROM outbox WHERE kind = 'notice' AND account_id = {ada}"));
    }

    [Fact]
    public async Task A_key_by_which_an_application_names_its_people_opens_nothing_else()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");

        var both = await office.Run("account", "key", "add", "ada", "--name", "shop", "--end-users", "--read-only");
        var added = await office.Run("account", "key", "add", "ada", "--name", "shop", "--end-users", "--json");
        var listed = await office.Run("account", "key", "list", "ada");

        Assert.Equal((1, 0), (both.Exit, added.Exit));
        Assert.Contains("not both", both.Errors, StringComparison.Ordinal);
        Assert.Contains(
            $"ends in {added.Json.GetProperty("api_key").GetString()![^4..]}, names end users, from an operator", listed.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_listed_added_and_deleted_and_the_person_is_told()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");

        var added = await office.Run("account", "key", "add", "ada", "--name", "nightly job", "--read-only", "--json");
        var key = added.Json.GetProperty("api_key").GetString()!;
        var listed = await office.Run("account", "key", "list", "ada");
        var row = Assert.Single((await office.Run("account", "key", "list", "ada", "--json")).Json.EnumerateArray());
        var nobody = await office.Run("account", "key", "delete", "ada", "99");
        var deleted = await office.Run("account", "key", "delete", "ada", "1");

        Assert.Equal((0, 0, 1, 0), (added.Exit, listed.Exit, nobody.Exit, deleted.Exit));
        Assert.Contains("nightly job", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"ends in {key[^4..]}, may only read, from an operator", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);
        Assert.True(row.GetProperty("by_operator").GetBoolean());
        Assert.Contains("no such API key", nobody.Errors, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        Assert.Equal(0, await Count(db, $"SELECT count(*) FROM api_keys"));
        Assert.Equal(2, await Count(db, $"SELECT count(*) FROM outbox WHERE kind = 'notice' AND account_id = {ada}"));
        Assert.Equal(["authn_token_revoked", "authn_token_created"], (await db.Read(sql => AuditLog.Newest(sql, ada, 9), Ct)).Select(
            entry => entry.Event));
    }

    [Fact]
    public async Task A_key_needs_a_name()
    {
        await office.Run("account", "add", "--email", "ada@example.org");

        Assert.Contains(
            "--name must have", (await office.Run("account", "key", "add", "ada", "--name", " ")).Errors, StringComparison.Ordinal);
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

    [Fact]
    public async Task Show_tells_everything_but_secrets()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");

        var told = await office.Run("account", "show", "ada");

        Assert.Contains("app, \"App\", primary", told.Output, StringComparison.Ordinal);
        Assert.Contains("SMS to ******0143", told.Output, StringComparison.Ordinal);
        Assert.Contains("recovery codes  10", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Base32.Encode(People.AppKey), told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("+12025550143", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("$", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_can_be_searched_and_read_by_machines()
    {
        foreach (var name in (string[])["ada", "grace", "linus"]) await office.Run("account", "add", "--email", $"{name}@example.org");

        var all = await office.Run("account", "list");
        var some = await office.Run("account", "list", "--search", "A", "--json");

        Assert.Equal(3, all.Output.TrimEnd().Split('\n').Length);
        Assert.Equal(["ada", "grace", "linus"], some.Json.EnumerateArray().Select(row => row.GetProperty("username").GetString()));
    }

    [Theory]
    [InlineData("LOVE", "ada")]
    [InlineData("ada@", "ada")]
    [InlineData("2", "grace")]
    [InlineData("a_a", "")]
    [InlineData("a%a", "")]
    public async Task A_search_takes_what_was_typed_as_it_is(string part, string found)
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--fullname", "Ada Lovelace");
        await office.Run("account", "add", "--email", "grace@example.org");

        var list = await office.Run("account", "list", "--search", part, "--json");

        Assert.Equal(found, string.Join(' ', list.Json.EnumerateArray().Select(row => row.GetProperty("username").GetString())));
    }

    [Fact]
    public async Task Nobody_and_somebody_ambiguous_are_refused()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--username", "100");
        await using (var db = office.OpenDb()) await db.Write(
            tx => TestSql.SkipAccounts(tx, 99), Ct);
        await office.Run("account", "add", "--email", "grace@example.org");

        Assert.Contains("no account 'joe'", (await office.Run("account", "show", "joe")).Errors, StringComparison.Ordinal);
        Assert.Contains("Give the e-mail address", (await office.Run("account", "show", "100")).Errors, StringComparison.Ordinal);
    }

    private static Task<long> Count(Db db, Statement question) => db.Read(sql => sql.Number(question), Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
