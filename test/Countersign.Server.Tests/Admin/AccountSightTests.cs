using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What an operator's commands show of accounts and give out: the list, one of them, its data, its API keys.</summary>
public sealed class AccountSightTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

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
        Assert.Contains("Make it first, or name another place", lost.Errors, StringComparison.Ordinal);
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

        Assert.Equal((2, 0), (both.Exit, added.Exit));
        Assert.Contains("not both", both.Errors, StringComparison.Ordinal);
        Assert.Contains(
            $"ends in {added.Json.GetProperty("api_key").GetString()![^4..]}, an application tells addresses by it, from an operator",
            listed.Output, StringComparison.Ordinal);

        var disabled = await office.Run("account", "disable", "ada", "--reason", "left the house");

        Assert.Contains("The application \"shop\" told addresses by one of them, and is refused from now on.", disabled.Output,
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

    [Fact]
    public async Task An_export_that_breaks_leaves_no_file_behind()
    {
        await office.Run("key", "status");
        await People.Add(office, "ada");
        await using (var db = office.OpenDb()) await db.Write(tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);

        var broken = await office.Run("account", "export", "ada", "--output", office.At("ada.json"));

        Assert.NotEqual(0, broken.Exit);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(office.At("ada.json"))!, "ada.json*"));
    }
}
