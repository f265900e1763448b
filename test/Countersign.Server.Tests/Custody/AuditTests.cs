using System.Text.Json;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>Whatever is done to the audit log behind its back is found, by the command and by the doctor alike.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData("a changed entry", "entry 2 was changed",
        "UPDATE audit_log SET event = 'user_updated' WHERE entry = 2")]
    [InlineData("a changed address", "entry 7 was changed", "UPDATE audit_log SET ip_address = '192.0.2.9' WHERE entry = 7")]
    [InlineData("an entry in the middle", "entry 2 is missing", "DELETE FROM audit_log WHERE entry = 2")]
    [InlineData("the tail", "entries 5 to 7 are missing", "DELETE FROM audit_log WHERE entry > 4")]
    [InlineData("the tail of one account", "entry 6 is missing", "DELETE FROM audit_log WHERE entry = 6")]
    [InlineData("a whole account", "entries 3 to 4 are missing",
        "DELETE FROM audit_log WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')")]
    [InlineData("the whole log", "entries 1 to 7 are missing", "DELETE FROM audit_log")]
    [InlineData("an entry of another account", "entry 3 was changed or moved", "UPDATE audit_log SET account_id = 77 WHERE entry = 3")]
    [InlineData("two entries changing places", "entry 3 was changed or moved",
        "UPDATE audit_log SET entry = -entry WHERE entry IN (3, 4); UPDATE audit_log SET entry = 7 + entry WHERE entry < 0")]
    [InlineData("a row of somebody else", "1 rows of the audit log have no number", """
        INSERT INTO audit_log (account_id, seq, event, outcome, api_route, args, ip_address, created_at, hash_key, hash)
        SELECT 1, 99, 'user_updated', 'success', '', '{}', '', 1, '', hash FROM audit_log WHERE entry = 1
        """)]
    [InlineData("a false end", "not signed by this installation", "UPDATE audit_head SET last_entry = 4")]
    [InlineData("no end", "the record of the end of the audit log is missing", "DELETE FROM audit_head")]
    [InlineData("the log and its end", "which the witness", "DELETE FROM audit_log; DELETE FROM audit_head")]
    public async Task Whatever_is_done_to_it_is_found(string what, string said, string change)
    {
        await FillLog();
        Assert.Equal(0, (await office.Run("doctor")).Exit);

        await Change(change);

        var doctor = await office.Run("doctor");
        Assert.Equal((1, what), (doctor.Exit, what));
        Assert.Contains(said, doctor.Output, StringComparison.Ordinal);
        var told = await office.Run("audit", "verify");
        Assert.Equal(1, told.Exit);
        Assert.Contains(said, told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_signed_end_that_is_put_back_with_a_cut_tail_is_told_by_the_witness()
    {
        await FillLog();
        await Change("CREATE TABLE kept AS SELECT * FROM audit_head");
        await office.Run("account", "unlock", "ada");
        await using (var db = office.OpenDb())
        {
            await new DatabaseWitness(db, new($"{office.KeyFile}.witness")).Advance(Ct);
        }

        await Change("DELETE FROM audit_log WHERE entry > 7; DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept");

        var told = await office.Run("audit", "verify");
        Assert.Equal(1, told.Exit);
        Assert.Contains("entry 8 of the audit log, which the witness", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_and_an_end_that_were_taken_away_together_are_missed_without_the_witness_too()
    {
        await FillLog();
        await Change("DELETE FROM audit_log; DELETE FROM audit_head");

        var told = await office.Run("audit", "verify");

        Assert.Equal(1, told.Exit);
        Assert.Contains("the signed end of the audit log was missing or false", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""
        DELETE FROM audit_log WHERE entry > 4;
        UPDATE audit_head SET last_entry = 4, last_hash = (SELECT hash FROM audit_log WHERE entry = 4)
        """)]
    [InlineData("DELETE FROM audit_head")]
    public async Task What_was_done_to_the_end_is_not_made_good_by_the_entries_that_follow(string change)
    {
        await FillLog();
        await Change(change);

        Assert.Equal(0, (await office.Run("account", "unlock", "ada")).Exit);

        var told = await office.Run("audit", "verify");
        Assert.Equal(1, told.Exit);
        Assert.Contains("the signed end of the audit log was missing or false", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_log_is_said_to_be_whole()
    {
        await FillLog();

        var told = await office.Run("audit", "verify");

        Assert.Equal((0, "The audit log is whole up to entry 7, and its end is signed."), (told.Exit, told.Output.Trim()));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task An_anchor_kept_outside_shows_a_log_that_was_put_back()
    {
        await FillLog();
        var copy = office.Keep("copy.db");
        await office.Run("account", "unlock", "ada");
        var anchor = office.Write("anchor", (await office.Run("audit", "anchor")).Output);
        Assert.Equal(0, (await office.Run("audit", "verify", "--anchor", anchor)).Exit);
        await office.Run("account", "unlock", "ada");
        Assert.Equal(0, (await office.Run("audit", "verify", "--anchor", anchor)).Exit);

        office.PutBack(copy);
        await office.Run("after-restore", "--yes");

        var told = await office.Run("audit", "verify", "--anchor", anchor);
        Assert.Equal(1, told.Exit);
        Assert.Contains("entry 8, which the anchor", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_that_was_changed_or_is_none_is_refused()
    {
        await FillLog();
        var anchor = (await office.Run("audit", "anchor")).Output;

        var changed = office.Write("changed", anchor.Replace("\"entry\":7", "\"entry\":6", StringComparison.Ordinal));
        Assert.Contains(
            "not one of this installation", (await office.Run("audit", "verify", "--anchor", changed)).Errors, StringComparison.Ordinal);
        Assert.Contains(
            "isn't an anchor", (await office.Run("audit", "verify", "--anchor", office.Write("none", "{}"))).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_entry_is_exported_as_one_line_of_JSON()
    {
        await FillLog();
        await office.Run("account", "disable", "ada", "--reason", "a\u001b[31mred\u001b[0m one");

        var lines = (await office.Run("audit", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
        var last = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal("admin_disabled", last.GetProperty("event").GetString());
        Assert.Equal("shell:olga", last.GetProperty("credential").GetString());
        Assert.Equal("a\u001b[31mred\u001b[0m one", last.GetProperty("args").GetProperty("reason").GetString());
        Assert.Equal("2026-11-21T09:00:00Z", last.GetProperty("time").GetString());
    }

    [Fact]
    public async Task An_export_begins_where_it_is_told_to()
    {
        await FillLog();
        office.Clock.Advance(TimeSpan.FromDays(2));
        await office.Run("account", "unlock", "ada");

        var late = (await office.Run("audit", "export", "--since", "2026-11-22")).Output;
        Assert.Single(late.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, (await office.Run("audit", "export", "--since", "yesterday")).Exit);
    }

    [Fact]
    public async Task Old_entries_go_and_what_is_left_is_proven()
    {
        await FillLog();
        office.Clock.Advance(TimeSpan.FromDays(396));
        await office.Run("account", "unlock", "ada");
        Assert.Equal(0, await Prune());

        office.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());

        Assert.Equal(0, (await office.Run("doctor")).Exit);
        Assert.Single((await office.Run("audit", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await office.Run("account", "unlock", "ada");
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);

        // More than was pruned cannot go without notice.
        await Change("DELETE FROM audit_log WHERE entry = 8");
        Assert.Contains("entry 8 is missing", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_does_not_hold_is_kept_as_evidence()
    {
        await FillLog();
        await Change("UPDATE audit_log SET outcome = 'wrong_code' WHERE entry = 3");
        office.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(2, await Prune());
        Assert.Equal(0, await Prune());
        Assert.Contains("entry 3 was changed", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_a_wrong_clock_does_not_keep_the_others_for_ever()
    {
        await FillLog();
        office.Clock.Advance(TimeSpan.FromDays(3000));
        await office.Run("account", "unlock", "ada");
        office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(2600));
        await office.Run("account", "unlock", "ada");

        // It goes with the one behind it; were the clock wrong now, all would be of the future.
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());
        office.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(2, await Prune());
    }

    [Fact]
    public async Task Many_entries_of_a_wrong_clock_go_with_the_one_behind_them()
    {
        await FillLog();
        office.Clock.Advance(TimeSpan.FromDays(3000));
        await using (var db = office.OpenDb())
        {
            var log = new AuditLog(office.OpenKeys(), NullLogger<AuditLog>.Instance);
            for (var i = 0; i < 2100; i += 100) await db.Write(tx => Append(log, tx, 100), Ct);
            office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(2600));
        }

        await using (var db = office.OpenDb())
            await db.Write(tx => Append(new(office.OpenKeys(), NullLogger<AuditLog>.Instance), tx, 1), Ct);
        await office.Serve();
        Assert.Equal(7, await Prune());
        Assert.Equal(0, await Prune());

        office.Clock.Advance(TimeSpan.FromDays(400));
        foreach (var step in (int[])[1000, 1000, 101, 0]) Assert.Equal(step, await Prune());
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);
    }

    [Fact]
    public async Task A_clock_that_is_far_behind_prunes_nothing()
    {
        await FillLog();
        office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromDays(400));

        Assert.Equal(0, await Prune());
        Assert.Equal(0, await Shorten());
    }

    [Fact]
    public async Task Addresses_are_shortened_when_they_are_old_and_the_log_still_holds()
    {
        await FillLog();
        Assert.Equal(0, await Shorten());

        office.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(7, await Shorten());
        Assert.Equal(0, await Shorten());

        await using var db = office.OpenDb();
        var rows = await db.Read(sql => AuditLog.Page(sql, 0, DateTimeOffset.UnixEpoch, 9), Ct);
        Assert.Equal(
            ["local", "local", "local", "local", "192.0.2.0/24", "2001:db8:7::/48", "198.51.100.0/24"], rows.Select(row => row.IpAddress));
        Assert.All(rows, row => Assert.Null(row.IpSalt));
        Assert.Equal(0, (await office.Run("audit", "verify")).Exit);

        // What is short already is covered by the hash as it stands.
        await Change("UPDATE audit_log SET ip_address = '192.0.3.0/24' WHERE entry = 5");
        Assert.Contains("entry 5 was changed", (await office.Run("audit", "verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_s_sweeps_shorten_and_prune_as_its_settings_say()
    {
        await using var server = await TestServer.Start(("AUDIT_ADDRESS_LIFE", "5d"), ("AUDIT_LIFE", "40d"));
        var check = new AuditCheck(server.Services.GetRequiredService<KeyRing>());
        await server.SignedIn(server.People.Grace);
        var sweeps = Sweeps.All(server.Services).Where(sweep => sweep.Name.Contains("audit log", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, sweeps.Count);

        await server.Db.WhenClosed();
        server.Clock.Advance(TimeSpan.FromDays(6));
        await WasSteady(server);
        foreach (var sweep in sweeps) await sweep.Run(server.Clock.GetUtcNow(), Ct);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE ip_salt IS NOT NULL"));
        Assert.NotEqual(0, await server.Number($"SELECT count(*) FROM audit_log WHERE ip_address = '127.0.0.0/24'"));
        Assert.Empty(await server.Db.Read(check.Faults, Ct));

        server.Clock.Advance(TimeSpan.FromDays(35));
        await WasSteady(server);
        foreach (var sweep in sweeps) await sweep.Run(server.Clock.GetUtcNow(), Ct);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log"));
        await server.SignedIn(server.People.Grace);
        Assert.Empty(await server.Db.Read(check.Faults, Ct));
    }

    [Fact]
    public async Task A_key_that_wrote_the_audit_log_can_be_retired_and_the_log_still_holds()
    {
        await FillLog();
        Assert.Equal(0, (await office.Run("key", "rotate")).Exit);
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var told = await office.Run("key", "retire", "k1");

        Assert.Equal("", told.Errors);
        Assert.Equal(0, told.Exit);
        Assert.Equal(["k2"], office.OpenKeys().Known);
        Assert.Equal(0, (await office.Run("doctor")).Exit);
    }

    // Four entries of the shell for two people, three from the network, and a server that has seen them all.
    private async Task FillLog()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await office.Run("account", "unlock", "ada");
        await office.Run("account", "add", "--email", "grace@example.org");
        await office.Run("account", "unlock", "grace");
        await using (var db = office.OpenDb())
        {
            var log = new AuditLog(office.OpenKeys(), NullLogger<AuditLog>.Instance);
            foreach (var address in (string[])["192.0.2.77", "2001:db8:7:8::9", "::ffff:198.51.100.200"])
                await db.Write(tx => log.Append(tx, new(AuditEvent.AuthnLoginFail, new(address, address, "test", "POST /"), new(1))), Ct);
        }

        await office.Serve();
    }

    private static async Task Append(AuditLog log, Tx tx, int entries)
    {
        for (var i = 0; i < entries; i++)
            await log.Append(tx, new(AuditEvent.AuthnLoginFail, new("192.0.2.1", "192.0.2.1", "test", "POST /"), new(1)));
    }

    // As if somebody had looked at the clock all the time.
    private static Task<int> WasSteady(TestServer server) => server.Db.Write(tx => tx.Execute($"""
        INSERT INTO clock_seen (id, at, steady_since) VALUES (1, {tx.Now}, 0)
        ON CONFLICT (id) DO UPDATE SET at = {tx.Now}, steady_since = 0
        """), Ct);

    private async Task<int> Prune()
    {
        await using var db = office.OpenDb();
        return await db.Write(tx => new AuditKeeper(office.OpenKeys()).Prune(tx, TimeSpan.FromDays(396)), Ct);
    }

    private async Task<int> Shorten()
    {
        await using var db = office.OpenDb();
        return await db.Write(tx => AuditKeeper.Shorten(tx, TimeSpan.FromDays(90)), Ct);
    }

    private async Task Change(string script)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Script(script), Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
