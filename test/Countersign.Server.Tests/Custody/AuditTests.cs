using System.Text.Json;
using Countersign.Server.Hosting;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
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
        await office.FillLog();
        Assert.Equal(0, (await office.Run("doctor")).Exit);

        await office.Change(change);

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
        await office.FillLog();
        await office.Change("CREATE TABLE kept AS SELECT * FROM audit_head");
        await office.Run("account", "unlock", "ada");
        await using (var db = office.OpenDb())
        {
            await new DatabaseWitness(db, new($"{office.KeyFile}.witness")).Advance(Ct);
        }

        await office.Change("DELETE FROM audit_log WHERE entry > 7; DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept");

        var told = await office.Run("audit", "verify");
        Assert.Equal(1, told.Exit);
        Assert.Contains("entry 8 of the audit log, which the witness", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_and_an_end_that_were_taken_away_together_are_missed_without_the_witness_too()
    {
        await office.FillLog();
        await office.Change("DELETE FROM audit_log; DELETE FROM audit_head");

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
        await office.FillLog();
        await office.Change(change);

        Assert.Equal(0, (await office.Run("account", "unlock", "ada")).Exit);

        var told = await office.Run("audit", "verify");
        Assert.Equal(1, told.Exit);
        Assert.Contains("the signed end of the audit log was missing or false", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_log_is_said_to_be_whole()
    {
        await office.FillLog();

        var told = await office.Run("audit", "verify");

        Assert.Equal((0, "The audit log is whole up to entry 7, and its end is signed."), (told.Exit, told.Output.Trim()));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task An_anchor_kept_outside_shows_a_log_that_was_put_back()
    {
        await office.FillLog();
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
        await office.FillLog();
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
        await office.FillLog();
        Assert.Equal(2, (await office.Run("account", "disable", "ada", "--reason", "a\u001b[31mred\u001b[0m one")).Exit);
        await office.Run("account", "disable", "ada", "--reason", "a \"red\"\n one");

        var lines = (await office.Run("audit", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(8, lines.Length);
        var last = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal("admin_disabled", last.GetProperty("event").GetString());
        Assert.Equal("shell:olga", last.GetProperty("credential").GetString());
        Assert.Equal("a \"red\" one", last.GetProperty("args").GetProperty("reason").GetString());
        Assert.Equal("2026-11-21T09:00:00Z", last.GetProperty("time").GetString());
    }

    [Fact]
    public async Task An_export_begins_where_it_is_told_to()
    {
        await office.FillLog();
        office.Clock.Advance(TimeSpan.FromDays(2));
        await office.Run("account", "unlock", "ada");

        var late = (await office.Run("audit", "export", "--since", "2026-11-22")).Output;
        Assert.Single(late.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, (await office.Run("audit", "export", "--since", "yesterday")).Exit);
    }

    [Fact]
    public async Task A_key_that_wrote_the_audit_log_can_be_retired_and_the_log_still_holds()
    {
        await office.FillLog();
        Assert.Equal(0, (await office.Run("key", "rotate")).Exit);
        office.Clock.Advance(TimeSpan.FromMinutes(11));

        var told = await office.Run("key", "retire", "k1");

        Assert.Equal("", told.Errors);
        Assert.Equal(0, told.Exit);
        Assert.Equal(["k2"], office.OpenKeys().Known);
        Assert.Equal(0, (await office.Run("doctor")).Exit);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
