using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Xunit;

namespace Countersign.Server.Tests.Admin;

public sealed class KeyCommandTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_rotation_seals_everything_anew_and_every_value_still_opens()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");
        await People.AddApps(office, ada, 1100);
        await office.Run("account", "disable", "ada", "--reason", "so that a notice waits");

        var told = await office.Run("key", "rotate");

        Assert.Equal(0, told.Exit);
        Assert.Contains("Key k2 is active; sealed anew: 1102.", told.Output, StringComparison.Ordinal);
        Assert.Equal(1101, await CountAppsThatOpen(expectedKey: "k2"));
        var uses = (await office.Run("key", "status", "--json")).Json.EnumerateArray().ToDictionary(
            key => key.GetProperty("id").GetString()!, key => key.GetProperty("uses"));
        Assert.False(uses["k1"].TryGetProperty("authenticator keys", out _));
        Assert.Equal(
            (1101, 1), (uses["k2"].GetProperty("authenticator keys").GetInt64(), uses["k2"].GetProperty("waiting messages").GetInt64()));
        Assert.Equal(10, uses["k1"].GetProperty("recovery codes").GetInt64());
    }

    [Fact]
    public async Task A_rotation_that_was_cut_short_is_finished_without_another_key()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        office.OpenKeys().AddActive(office.Clock.GetUtcNow());

        var told = await office.Run("key", "rotate");

        Assert.Contains("earlier rotation to key k2 is finished", told.Output, StringComparison.Ordinal);
        Assert.Equal(1, await CountAppsThatOpen(expectedKey: "k2"));
        Assert.Equal(["k1", "k2"], office.OpenKeys().Known);
    }

    [Fact]
    public async Task A_value_that_no_key_opens_is_named_and_stops_no_rotation()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        await using (var db = office.OpenDb()) await db.Write(
            tx => tx.Execute($"UPDATE methods SET sealed_key = {new byte[] { 1, 2, 3 }} WHERE kind = 'totp'"), Ct);

        var told = await office.Run("key", "rotate");

        Assert.Equal(1, told.Exit);
        Assert.Contains("authenticator keys: row 1 cannot be opened", told.Errors, StringComparison.Ordinal);
        Assert.Equal("k2", office.OpenKeys().Active);
    }

    [Fact]
    public async Task A_key_is_retired_only_when_nothing_needs_it()
    {
        await office.Run("key", "status");
        office.OpenKeys().AddActive(office.Clock.GetUtcNow());
        Assert.Contains("very young", (await office.Run("key", "retire", "k1")).Errors, StringComparison.Ordinal);
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var gone = await office.Run("key", "retire", "k1");
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");
        office.OpenKeys().AddActive(office.Clock.GetUtcNow());
        office.Clock.Advance(TimeSpan.FromMinutes(11));
        var needed = await office.Run("key", "retire", "k2");

        Assert.Equal(("", 0, 1), (gone.Errors, gone.Exit, needed.Exit));
        Assert.Contains("still needed: API keys 1.", needed.Errors, StringComparison.Ordinal);
        Assert.Equal(["k2", "k3"], office.OpenKeys().Known);
        Assert.Contains("is active", (await office.Run("key", "retire", "k3")).Errors, StringComparison.Ordinal);
        Assert.Contains("no key 'k9'", (await office.Run("key", "retire", "k9")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_that_nobody_uses_hold_a_key_up_until_an_operator_voids_them()
    {
        await office.Pipe("correct-horse-battery\n", "account", "add", "--email", "ada@example.org", "--password-stdin");
        await office.Run("key", "rotate");
        office.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("--void-passwords", (await office.Run("key", "retire", "k1")).Errors, StringComparison.Ordinal);
        var unasked = await office.Run("key", "retire", "k1", "--void-passwords");
        Assert.Equal((1, true), (unasked.Exit, unasked.Output.Contains("ada@example.org", StringComparison.Ordinal)));

        var told = await office.Run("key", "retire", "k1", "--void-passwords", "--yes");

        Assert.Equal(("", 0), (told.Errors, told.Exit));
        Assert.Contains("ada@example.org", told.Output, StringComparison.Ordinal);
        Assert.Equal(["k2"], office.OpenKeys().Known);
        await using var db = office.OpenDb();
        Assert.Equal(1, await db.Read(sql => sql.Number($"SELECT count(*) FROM accounts WHERE password_hash IS NULL"), Ct));
        Assert.Equal(1, await db.Read(sql => sql.Number($"SELECT count(*) FROM audit_log WHERE args LIKE '%password void: key k1%'"), Ct));
    }

    [Fact]
    public async Task Passwords_that_others_may_know_hold_a_key_up_until_they_are_over()
    {
        await office.Pipe("correct-horse-battery\n", "account", "add", "--email", "ada@example.org", "--password-stdin");
        await using (var db = office.OpenDb()) await db.Write(tx => AccountStore.VoidPassword(tx, new(1)), Ct);
        await office.Run("key", "rotate");
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var needed = await office.Run("key", "retire", "k1");
        Assert.Contains("still needed: past passwords 1 (the last is over by ", needed.Errors, StringComparison.Ordinal);
        Assert.Contains("--void-past-passwords", needed.Errors, StringComparison.Ordinal);

        office.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(0, (await office.Run("key", "retire", "k1")).Exit);
    }

    [Fact]
    public async Task Recovery_codes_and_api_keys_that_nobody_uses_hold_a_key_up_until_an_operator_voids_them()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");
        using (var turnstile = new HashTurnstile(parallel: 1, queue: 0, TimeSpan.FromMinutes(1)))
        {
            await using var db = office.OpenDb();
            var hash = new BackupCodeHash(office.OpenKeys(), turnstile);
            using var turn = await hash.Turn(new(HashLane.Others, "1", "127.0.0.1"), Ct);
            var set = await hash.MakeSet(10, turn, Ct);
            await db.Write(tx => BackupCodeStore.Replace(tx, new(1), set.Stored), Ct);

            // A session that the API key has opened, hashed under a later root key.
            await db.Write(tx => tx.Execute($"""
                INSERT INTO sessions (account_id, kind, token_hash, token_key, ip_address, user_agent, created_at, last_seen_at, expires_at,
                                      api_key_id)
                SELECT account_id, {SessionKind.Bearer}, {new byte[32]}, 'k2', '', '', {tx.Now}, {tx.Now}, {tx.Now.AddDays(7)}, id
                FROM api_keys
                """), Ct);
        }

        await office.Run("key", "rotate");
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var half = await office.Run("key", "retire", "k1", "--void-recovery-codes", "--yes");
        Assert.Equal(1, half.Exit);
        Assert.Contains("API keys 1, recovery codes 10", half.Errors, StringComparison.Ordinal);
        Assert.Contains("--void-api-keys", half.Errors, StringComparison.Ordinal);
        var unasked = await office.Run("key", "retire", "k1", "--void-recovery-codes", "--void-api-keys");
        Assert.Equal((1, true), (unasked.Exit, unasked.Output.Contains("ada@example.org", StringComparison.Ordinal)));

        var told = await office.Run("key", "retire", "k1", "--void-recovery-codes", "--void-api-keys", "--yes");

        Assert.Equal(("", 0), (told.Errors, told.Exit));
        Assert.Equal(["k2"], office.OpenKeys().Known);
        await using var after = office.OpenDb();
        Assert.Equal(0, await after.Read(sql => sql.Number($"SELECT count(*) FROM backup_codes"), Ct));
        Assert.Equal(0, await after.Read(sql => sql.Number($"SELECT count(*) FROM api_keys"), Ct));
        Assert.Equal(0, await after.Read(sql => sql.Number($"SELECT count(*) FROM sessions WHERE ended_at IS NULL"), Ct));
        Assert.Equal(2, await after.Read(sql => sql.Number($"SELECT count(*) FROM audit_log WHERE args LIKE '%void: key k1%'"), Ct));
    }

    [Fact]
    public async Task Each_person_is_named_once_and_what_ends_by_itself_with_when()
    {
        await office.Pipe("correct-horse-battery\n", "account", "add", "--email", "ada@example.org", "--password-stdin", "--api-key");
        DateTimeOffset end = default;
        await using (var db = office.OpenDb())
        {
            await db.Write(async tx =>
            {
                end = tx.Now.AddDays(7);
                await tx.Execute($"""
                    INSERT INTO sessions (account_id, kind, token_hash, token_key, ip_address, user_agent, created_at, last_seen_at, expires_at)
                    SELECT id, {SessionKind.Browser}, {new byte[32]}, 'k1', '', '', {tx.Now}, {tx.Now}, {end} FROM accounts
                    """);
            }, Ct);
        }

        await office.Run("key", "rotate");
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var told = await office.Run("key", "retire", "k1", "--void-passwords", "--void-api-keys", "--yes");

        Assert.Equal(1, told.Exit);
        Assert.Equal("ada (ada@example.org, account 1): password, API keys", told.Output.Trim());
        Assert.Contains(
            $"sessions 1 (the last is over by {end:yyyy-MM-dd HH:mm:ss}Z)", told.Errors, StringComparison.Ordinal);
        Assert.Contains("API keys 1, ", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_file_stops_every_command_and_the_server_before_anything_is_written()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        File.Delete(office.KeyFile);
        office.OpenKeys();

        var told = await office.Run("account", "add", "--email", "grace@example.org");

        Assert.Equal(1, told.Exit);
        Assert.Contains("'k1'", told.Errors, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer);
        Assert.Equal(told.Errors.TrimEnd(), refused.Message);
        await using var unchanged = office.OpenDb();
        Assert.Equal(1, await unchanged.Read(sql => sql.Number($"SELECT count(*) FROM accounts"), Ct));
    }

    [Fact]
    public async Task A_damaged_key_file_is_told_without_its_content()
    {
        await office.Run("key", "status");
        await File.WriteAllTextAsync(office.KeyFile, (await File.ReadAllTextAsync(office.KeyFile, Ct)).Replace(
            "\"fingerprint\": \"", "\"fingerprint\": \"0", StringComparison.Ordinal), Ct);

        var told = await office.Run("key", "status");

        Assert.Equal(1, told.Exit);
        Assert.Contains("damaged", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_without_any_mark_of_its_keys_and_hashes_nobody_can_check_refuse_a_start()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Execute(
            $"UPDATE accounts SET password_hash = " +
            $"'$argon2id$v=19$m=19456,t=2,p=1,k=k7$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"), Ct);
        Assert.Contains("'k7'", Assert.Single(await StartUpChecks.Run(db, office.OpenKeys(), Ct)), StringComparison.Ordinal);

        await db.Write(tx => tx.Execute($"DELETE FROM key_canaries"), Ct);
        Assert.Contains("no mark", Assert.Single(await StartUpChecks.Run(db, office.OpenKeys(), Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_no_old_code_session_or_challenge_works_and_backup_codes_are_marked()
    {
        await office.Run("key", "status");
        var ada = await People.Add(office, "ada");

        var told = await office.Run("after-restore", "--yes");

        Assert.Contains("Sessions ended: 1.", told.Output, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        var methods = await db.Read(sql => MethodStore.ListOf(sql, ada), Ct);
        Assert.Equal([Totp.StepAt(office.Clock.GetUtcNow()) + 1, -1], methods.Select(method => method.LastStep));
        Assert.Equal(10, await db.Read(sql => BackupCodeStore.CountRestored(sql, ada), Ct));
        Assert.Equal(0, await db.Read(sql => sql.Number($"SELECT count(*) FROM sessions WHERE ended_at IS NULL"), Ct));
        Assert.Equal(0, await db.Read(sql => sql.Number($"SELECT count(*) FROM challenges WHERE ended_at IS NULL"), Ct));
        Assert.Equal(2, (await db.Read(sql => AccountStore.Find(sql, ada), Ct))!.CredentialVersion);
        Assert.Contains("10 of them from a restored backup", (await office.Run("account", "show", "ada")).Output, StringComparison.Ordinal);
    }

    private async Task<int> CountAppsThatOpen(string expectedKey)
    {
        await using var db = office.OpenDb();
        var box = new SecretBox(office.OpenKeys());
        var methods = await db.Read(sql => MethodStore.ListOf(sql, new AccountId(1)), Ct);
        return methods.Count(method => method.Kind is MethodKind.Totp && SecretBox.KeyIdOf(method.SealedKey) == expectedKey
            && box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out var key) && key.SequenceEqual(People.AppKey));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
