using Countersign.Server.Composition;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary><c>restore</c>: a backup in its place, safe to serve, or everything as it was.</summary>
public sealed class RestoreCommandTests : IDisposable
{
    private const string Passphrase = "seven words that only olga knows";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task What_was_backed_up_is_there_again_and_is_served()
    {
        var backup = await BackUp(office);
        await office.Run("account", "add", "--email", "late@example.org");

        var told = await office.Run(["restore", backup, .. office.Replacing, "--yes"]);

        Assert.Equal("", told.Errors);
        Assert.Equal(0, told.Exit);
        Assert.Contains("Sessions ended", told.Output, StringComparison.Ordinal);
        Assert.Equal(["ada@example.org"], await Accounts(office));
        Assert.Equal(1, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'database_restored'"));
        await office.Serve();
        var doctor = await office.Run("doctor");
        Assert.Equal(0, doctor.Exit);
        Assert.Contains("OK    backup: the last one is of 2026-11-21", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_new_machine_the_keys_come_out_of_their_own_backup()
    {
        var backup = await BackUp(office);
        using var other = new Office { BeginsWithNothing = true };
        var phrase = other.Write("phrase", Passphrase);

        Assert.Contains("--keys-from", (await other.Run("restore", backup, "--yes")).Errors, StringComparison.Ordinal);
        var wrong = await other.Run(
            "restore", backup, "--yes", "--keys-from", Keys(), "--passphrase-file", other.Write("wrong", "some other words"));
        Assert.Contains("The passphrase is not the one", wrong.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(other.KeyFile));

        Assert.False(Directory.Exists(other.Data));

        // Refused after the keys were opened: nobody has said yes.
        Assert.NotEqual(0, (await other.Run("restore", backup, "--keys-from", Keys(), "--passphrase-file", phrase)).Exit);
        Assert.False(Directory.Exists(other.Data));

        var told = await other.Run("restore", backup, "--yes", "--keys-from", Keys(), "--passphrase-file", phrase);

        Assert.Equal("", told.Errors);
        Assert.Equal(0, told.Exit);
        Assert.Equal(["ada@example.org"], await Accounts(other));
        Assert.Empty(Directory.GetFiles(other.Data, "*.restored*"));
        Assert.Equal(await File.ReadAllBytesAsync(office.KeyFile, Ct), await File.ReadAllBytesAsync(other.KeyFile, Ct));
        await other.Serve();
    }

    [Fact]
    public async Task Beside_other_keys_nothing_is_changed()
    {
        var backup = await BackUp(office);
        using var other = new Office();
        await other.Run("account", "add", "--email", "other@example.org");

        var told = await other.Run(["restore", backup, .. other.Replacing, "--yes"]);

        Assert.Equal(1, told.Exit);
        Assert.Contains("The key 'k1' in the key file is not the one", told.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", told.Errors, StringComparison.Ordinal);
        Assert.Equal(["other@example.org"], await Accounts(other));
    }

    [Fact]
    public async Task Beside_a_server_that_runs_nothing_is_changed()
    {
        var backup = await BackUp(office);
        await office.Run("account", "add", "--email", "late@example.org");
        await using (var server = await office.OpenServer())
        {
            await server.StartAsync(Ct);
            var told = await office.Run(["restore", backup, .. office.Replacing, "--yes"]);

            Assert.Equal(1, told.Exit);
            Assert.Contains("Stop it first", told.Errors, StringComparison.Ordinal);
            Assert.Contains("Nothing was changed", told.Errors, StringComparison.Ordinal);
            await server.StopAsync(Ct);
        }

        Assert.Equal(["ada@example.org", "late@example.org"], await Accounts(office));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("text")]
    [InlineData("missing")]
    public async Task What_is_no_whole_backup_changes_nothing(string how)
    {
        var backup = await BackUp(office);
        Spoil(backup, how);

        var told = await office.Run(["restore", backup, .. office.Replacing, "--yes"]);

        Assert.Equal(1, told.Exit);
        Assert.Contains(backup, told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(office.DatabaseFile, told.Errors.Replace(backup, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(office.Data, "*.restored*"));
        Assert.Equal(["ada@example.org"], await Accounts(office));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task What_was_there_before_is_kept_and_a_damaged_file_is_no_obstacle()
    {
        var backup = await BackUp(office);
        await File.WriteAllTextAsync(office.DatabaseFile, new string('x', 50_000), Ct);

        var told = await office.Run("restore", backup, "--yes");

        Assert.Equal(0, told.Exit);
        var kept = Assert.Single(Directory.GetFiles(office.Data, "countersign.db.before-*"));
        Assert.Contains(kept, told.Output, StringComparison.Ordinal);
        Assert.Equal(50_000, new FileInfo(kept).Length);
        Assert.Equal(["ada@example.org"], await Accounts(office));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task What_cannot_be_put_in_its_place_leaves_no_keys_there_and_takes_nothing_away()
    {
        var backup = await BackUp(office);
        using var other = new Office();
        await other.Run("account", "add", "--email", "other@example.org");
        File.Move(other.KeyFile, other.At("aside"));
        Directory.CreateDirectory(other.DatabaseFile + ".before-20261121T090000Z");
        string[] before = Directory.GetFileSystemEntries(other.Data);

        var told = await other.Run(
            "restore", backup, "--yes", "--keys-from", Keys(), "--passphrase-file", other.Write("phrase", Passphrase));

        Assert.NotEqual(0, told.Exit);
        Assert.Contains("cannot be written", told.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(other.KeyFile));
        Assert.Empty(Directory.GetFiles(other.Data, "*.restored*"));
        Assert.Empty(before.Except(Directory.GetFileSystemEntries(other.Data)));
        File.Move(other.At("aside"), other.KeyFile);
        Assert.Equal(["other@example.org"], await Accounts(other));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task Where_the_last_step_was_cut_short_no_server_begins_anew()
    {
        var backup = await BackUp(office);
        File.Move(office.DatabaseFile, office.At("aside"));

        await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer);

        File.Delete(office.DatabaseFile);
        Assert.Equal(0, (await office.Run("restore", backup, "--yes")).Exit);
        Assert.Equal(["ada@example.org"], await Accounts(office));
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_changed()
    {
        var backup = await BackUp(office);
        await office.Run("account", "add", "--email", "late@example.org");

        Assert.Equal(1, (await office.Run(["restore", backup, .. office.Replacing])).Exit);
        Assert.Equal(1, (await office.RunAtTerminal("n\n", [], ["restore", backup, .. office.Replacing])).Exit);

        Assert.Equal(2, (await Accounts(office)).Count);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string> BackUp(Office at)
    {
        await at.Run("account", "add", "--email", "ada@example.org");
        await at.Serve();
        var told = await at.Run(
            "backup", at.Folder("backups"), "--keys-to", at.Folder("safe"), "--passphrase-file", at.Write("phrase", Passphrase));
        Assert.Equal("", told.Errors);
        return Assert.Single(Directory.GetFiles(at.At("backups")));
    }

    private static void Spoil(string path, string how)
    {
        if (how == "missing") File.Delete(path);
        else if (how == "text") File.WriteAllText(path, "Dear backup");
        else if (how == "cut") File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9000]);
        else
        {
            var bytes = File.ReadAllBytes(path);
            for (var at = bytes.Length / 2; at < bytes.Length / 2 + 5000; at++) bytes[at] ^= 0x55;
            File.WriteAllBytes(path, bytes);
        }
    }

    private static async Task<IReadOnlyList<string>> Accounts(Office at)
    {
        await using var db = at.OpenDb();
        return await db.Read(sql => sql.Query<string>($"SELECT email FROM accounts ORDER BY email"), Ct);
    }

    private string Keys() => Assert.Single(Directory.GetFiles(office.At("safe")));
}
