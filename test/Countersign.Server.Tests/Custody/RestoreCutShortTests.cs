using Countersign.Server.Composition;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>What a restore that was cut short leaves behind is told, refused, and gone after the next one.</summary>
public sealed class RestoreCutShortTests : IDisposable
{
    private const string Passphrase = "seven words that only olga knows";
    private const string AskedFor = "run `restore` again";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    private string Sign => Path.Combine(office.Data, "restore.unfinished");

    [Fact]
    public async Task Nothing_starts_until_another_restore_has_come_to_its_end()
    {
        var backup = await BackUp();
        await File.WriteAllTextAsync(Sign, "", Ct);

        Assert.Contains(AskedFor, (await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer)).Message, StringComparison.Ordinal);
        foreach (var command in (string[])["migrate", "account list", "key status", $"backup {office.At("again.db")}"])
            Assert.Contains(AskedFor, (await office.Run(command.Split(' '))).Errors, StringComparison.Ordinal);
        Assert.Contains("FAIL  restore: ", (await office.Run("doctor")).Output, StringComparison.Ordinal);

        // One that changes nothing does not speak for the one before.
        Assert.NotEqual(0, (await office.Run(["restore", office.At("missing"), .. office.Replacing, "--yes"])).Exit);
        Assert.NotEqual(0, (await office.Run(["restore", backup, .. office.Replacing])).Exit);
        Assert.True(File.Exists(Sign));

        Assert.Equal(0, (await office.Run(["restore", backup, .. office.Replacing, "--yes"])).Exit);
        Assert.False(File.Exists(Sign));
        await office.Serve();
    }

    [Fact]
    public async Task One_that_changes_nothing_leaves_no_sign()
    {
        var backup = await BackUp();

        Assert.NotEqual(0, (await office.Run(["restore", backup, .. office.Replacing])).Exit);

        Assert.False(File.Exists(Sign));
        await office.Serve();
    }

    [Fact]
    public async Task Keys_that_it_had_put_in_their_place_are_taken_for_the_same_and_others_are_not()
    {
        var backup = await BackUp();
        await File.WriteAllTextAsync(Sign, "", Ct);
        string[] words =
        [
            "restore", backup, .. office.Replacing, "--yes", "--keys-from",
            Assert.Single(Directory.GetFiles(office.At("safe"))), "--passphrase-file", office.At("phrase"),
        ];
        var right = await File.ReadAllBytesAsync(office.KeyFile, Ct);
        using var stranger = new Office();
        await stranger.Run("key", "status");
        File.Copy(stranger.KeyFile, office.KeyFile, overwrite: true);

        Assert.Contains("none is written over", (await office.Run(words)).Errors, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(office.KeyFile, right, Ct);
        Assert.Equal(0, (await office.Run(words)).Exit);
    }

    [Fact]
    public async Task After_restore_is_an_end_too()
    {
        await BackUp();
        await File.WriteAllTextAsync(Sign, "", Ct);

        Assert.Equal(0, (await office.Run("after-restore", "--yes")).Exit);

        await office.Serve();
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task Parts_that_an_older_version_left_are_told_and_thrown_away_by_the_next()
    {
        var backup = await BackUp();
        foreach (var part in (string[])[office.DatabaseFile + ".restored", office.KeyFile + ".restored"])
            await File.WriteAllTextAsync(part, "half", Ct);

        Assert.Contains($"rm {office.DatabaseFile}.restored", (await office.Run("doctor")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await office.Run("restore", backup, "--yes")).Exit);

        Assert.Empty(Directory.GetFiles(office.Data, "*.restored*"));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task Keys_that_find_no_place_take_the_database_out_of_its_own_again()
    {
        var backup = await BackUp();
        await office.Run("account", "add", "--email", "late@example.org");
        File.Move(office.KeyFile, office.At("aside"));
        Directory.CreateDirectory(office.KeyFile);

        var told = await office.Run(
            "restore", backup, "--yes", "--keys-from", Assert.Single(Directory.GetFiles(office.At("safe"))),
            "--passphrase-file", office.At("phrase"));

        Assert.NotEqual(0, told.Exit);
        Assert.NotEqual("", told.Errors);
        Assert.Empty(Directory.GetFiles(office.Data, "*.restored*"));
        Assert.Empty(Directory.GetFiles(office.Data, "*.before-*"));
        Directory.Delete(office.KeyFile);
        File.Move(office.At("aside"), office.KeyFile);
        await office.Serve();
        Assert.Equal(2, await office.Count($"SELECT count(*) FROM accounts"));
    }

    private async Task<string> BackUp()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await office.Serve();
        await office.Run(
            "backup", office.Folder("backups"), "--keys-to", office.Folder("safe"),
            "--passphrase-file", office.Write("phrase", Passphrase));
        return Assert.Single(Directory.GetFiles(office.At("backups")));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
