using Countersign.Server.Composition;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>Kills real restores onto a new machine in their own processes, and looks at what each leaves behind.</summary>
[Trait("Store", "file")]
public sealed class RestoreKillTests : IDisposable
{
    private const string Passphrase = "seven words that only olga knows";

    // On a busy machine a kill may come when all is done; then there is another one.
    private const int MostKills = 40;

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    /// <param name="part">The kill comes as soon as there is this file in the data folder.</param>
    [Theory]
    [InlineData("restore.unfinished")]
    [InlineData("countersign.db.restored")]
    [InlineData("countersign.db")]
    [InlineData("keys")]
    public async Task Wherever_it_is_killed_no_keys_lie_about_nothing_starts_and_the_same_command_comes_to_its_end(string part)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await office.Serve();
        await office.Run(
            "backup", office.Folder("backups"), "--keys-to", office.Folder("safe"),
            "--passphrase-file", office.Write("phrase", Passphrase));

        var (caught, said) = (false, "");
        for (var kill = 0; !caught && kill < MostKills; kill++)
        {
            using var other = new Office { BeginsWithNothing = true };
            other.Clock.AdjustTime(DateTimeOffset.UtcNow);
            string[] words =
            [
                "restore", Assert.Single(Directory.GetFiles(office.At("backups"))), "--yes",
                "--keys-from", Assert.Single(Directory.GetFiles(office.At("safe"))), "--passphrase-file", office.At("phrase"),
            ];
            said = await Kill(other, part, words);

            caught = File.Exists(Path.Combine(other.Data, "restore.unfinished"));
            if (caught) await LookAfter(other, words);
        }

        Assert.True(caught, $"No kill caught a restore on its way, so nothing was shown. The last one said: {said}");
    }

    // What it said before it was killed.
    private static async Task<string> Kill(Office at, string part, string[] words)
    {
        using var restore = at.Start(words);
        var errors = restore.StandardError.ReadToEndAsync(Ct);
        var file = Path.Combine(at.Data, part);
        while (!restore.HasExited && !File.Exists(file)) await Task.Delay(1, Ct);
        restore.Kill();
        await restore.WaitForExitAsync(Ct);
        return await errors;
    }

    private async Task LookAfter(Office at, string[] words)
    {
        if (Directory.GetFiles(at.Data, "keys*").Length > 0) Assert.True(File.Exists(at.DatabaseFile), "There are keys, and no database.");
        Assert.Contains(
            "run `restore` again", (await Assert.ThrowsAsync<StartRefusedException>(at.OpenServer)).Message, StringComparison.Ordinal);
        Assert.Contains("run `restore` again", (await at.Run("account", "list")).Errors, StringComparison.Ordinal);
        Assert.Contains("FAIL  restore: ", (await at.Run("doctor")).Output, StringComparison.Ordinal);

        var told = await at.Run(words);

        Assert.Equal("", told.Errors);
        Assert.Equal(0, told.Exit);
        Assert.Equal(
            ["countersign.db", "keys", "keys.witness"],
            Directory.GetFiles(at.Data).Select(path => Path.GetFileName(path)).Where(IsPart).Order(StringComparer.Ordinal));
        Assert.Equal(await File.ReadAllBytesAsync(office.KeyFile, Ct), await File.ReadAllBytesAsync(at.KeyFile, Ct));
        await at.Serve();
        Assert.Equal(1, await at.Count($"SELECT count(*) FROM accounts WHERE email = 'ada@example.org'"));
    }

    // A half that is there already is kept beside the whole, as any database is; and a lock holds nothing.
    private static bool IsPart(string name) =>
        !name.Contains(".before-", StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
