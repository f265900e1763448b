using Countersign.Server.Admin;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary><c>backup</c>: the database and the keys, apart, whole, and for their owner alone.</summary>
public sealed class BackupTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Passphrase = "seven words that only olga knows";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Trait("Store", "file")]
    [Fact]
    public async Task A_copy_is_whole_one_file_and_for_its_owner_alone()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await using var server = office.OpenDb();
        var copy = Path.Combine(office.Folder("backups"), "copy.db");

        var told = await office.Run("backup", copy);

        Assert.Equal(0, told.Exit);
        Assert.Contains(office.KeyFile, told.Output, StringComparison.Ordinal);
        Assert.Contains("whole, accounts in it: 1", told.Output, StringComparison.Ordinal);
        Assert.Equal([copy], Directory.GetFiles(office.At("backups")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(copy));
        await using var read = new SqliteDb(copy, office.Clock);
        Assert.Equal(1, await read.Read(sql => sql.Number($"SELECT count(*) FROM accounts"), Ct));
        Assert.Empty(await read.Faults(Ct));
    }

    [Theory]
    [InlineData("data/")]
    [InlineData("data")]
    [InlineData("data/copy")]
    [InlineData("another name of it")]
    public async Task None_is_made_in_the_data_folder(string to)
    {
        Assert.Equal(0, (await office.Run("migrate")).Exit);
        Directory.CreateSymbolicLink(office.At("another name of it"), office.Data);
        var before = Directory.GetFiles(office.Data).Order();

        var told = await office.Run("backup", office.At(to));

        Assert.Equal(1, told.Exit);
        Assert.Equal(
            $"A backup in the data folder {office.Data} is lost with it, and may lie beside the keys. Name another place; nothing was copied.",
            told.Errors.Trim());
        Assert.Equal(before, Directory.GetFiles(office.Data).Order());
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        var taken = office.Write("taken.db", "mine");

        var told = await office.Run("backup", taken);

        Assert.Equal(1, told.Exit);
        Assert.Contains("already", told.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, Ct));
    }

    [Fact]
    public async Task Nor_one_of_keys_that_came_to_be_there_meanwhile()
    {
        var safe = office.Folder("safe");
        new KeyBackup(Path.Combine(safe, "keys.age"), [1]).Write();

        Assert.Throws<IOException>(() => new KeyBackup(Path.Combine(safe, "keys.age"), [2]).Write());

        var file = Assert.Single(Directory.GetFiles(safe));
        Assert.Equal([1], await File.ReadAllBytesAsync(file, Ct));
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task In_a_folder_files_are_named_by_the_time_and_the_oldest_go()
    {
        var folder = office.Folder("backups");
        var other = Path.Combine(folder, "countersign-keep-me.db");
        await File.WriteAllTextAsync(other, "not ours", Ct);
        for (var day = 0; day < 4; day++)
        {
            Assert.Equal(0, (await office.Run("backup", folder, "--keep", "2")).Exit);
            office.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(
            ["countersign-20261123T090000Z", "countersign-20261124T090000Z", "countersign-keep-me"],
            Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        foreach (var path in Directory.GetFiles(folder).Where(path => path != other))
            if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_folder_that_is_named_with_a_slash_is_made_for_its_owner_alone()
    {
        var folder = Path.Combine(office.Folder("all"), "new") + Path.DirectorySeparatorChar;

        Assert.Equal(0, (await office.Run("backup", folder)).Exit);

        Assert.Single(Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task The_keys_are_written_apart_and_open_with_the_passphrase_alone()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        var safe = office.Folder("safe");

        var told = await office.Run(
            "backup", office.Folder("backups"), "--keys-to", safe, "--passphrase-file", office.Write("phrase", Passphrase + "\n"));

        Assert.Equal(0, told.Exit);
        var file = Assert.Single(Directory.GetFiles(safe));
        if (!OperatingSystem.IsWindows()) Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        var content = await File.ReadAllBytesAsync(file, Ct);
        Assert.Equal(await File.ReadAllBytesAsync(office.KeyFile, Ct), AgeFile.Open(content, Passphrase));
        Assert.Contains(
            "passphrase", Assert.Throws<AgeFileException>(() => AgeFile.Open(content, "another one")).Message, StringComparison.Ordinal);
        Assert.Equal(1, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'backup_taken' AND args LIKE '%keys%'"));
    }

    [Theory]
    [InlineData("There is no file", "--keys-to", "safe/", "--passphrase-file", "nowhere")]
    [InlineData("shorter than 12", "--keys-to", "safe/", "--passphrase-file", "short")]
    [InlineData("together they are everything", "--keys-to", "backups/", "--passphrase-file", "phrase")]
    [InlineData("chmod 600", "--keys-to", "safe/", "--passphrase-file", "open")]
    public async Task Keys_that_would_not_be_safe_are_not_written_and_nothing_else_is(string why, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes on Windows.");
        var backups = office.Folder("backups");
        office.Write("phrase", Passphrase);
        office.Write("short", "seven words");
        office.Write("open", Passphrase);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(office.At("open"), OwnerOnly | UnixFileMode.GroupRead);

        var told = await office.Run(
            ["backup", backups, .. options.Select(
                each => each[0] is '-' ? each : office.At(each))]);

        Assert.Equal(1, told.Exit);
        Assert.Contains(why, told.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Nothing was copied", told.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(backups));
    }

    [Fact]
    public async Task Doctor_knows_how_old_they_are_and_which_key_is_in_none()
    {
        Assert.Contains("WARN  backup: none was ever made", (await Doctor()).Output, StringComparison.Ordinal);
        await office.Run(
            "backup", office.Folder("backups"), "--keys-to", office.Folder("safe"), "--passphrase-file", office.Write(
                "phrase", Passphrase));

        var young = await Doctor();
        Assert.Contains("OK    backup: the last one is of 2026-11-21 09:00:00Z", young.Output, StringComparison.Ordinal);
        Assert.Contains("OK    backup of the keys: the last one is of", young.Output, StringComparison.Ordinal);

        office.Clock.Advance(TimeSpan.FromHours(49));
        await office.Run("key", "rotate");
        var old = await Doctor();
        Assert.Contains("WARN  backup: the last one is of 2026-11-21 09:00:00Z, older", old.Output, StringComparison.Ordinal);
        Assert.Contains("WARN  backup of the keys: the key k2 is in none", old.Output, StringComparison.Ordinal);
        Assert.Equal(0, old.Exit);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_it_cannot_go_is_said_in_words_that_help()
    {
        var told = await office.Run("backup", "/nonexist/x.db");

        Assert.Equal(1, told.Exit);
        Assert.Contains("There is no folder /nonexist. Make it first, or name another place.", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Could not find", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_passphrase_is_named_as_one()
    {
        var folder = office.Folder("phrases");

        var told = await office.Run("backup", office.Folder("copies"), "--keys-to", office.Folder("safe"), "--passphrase-file", folder);

        Assert.Equal(1, told.Exit);
        Assert.Contains($"{folder} is a folder, and a file is needed.", told.Errors, StringComparison.Ordinal);
    }

    private async Task<Told> Doctor()
    {
        await office.Run("key", "status");
        return await office.Run("doctor");
    }
}
