using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>What must not be in a commit, where git watches: said before it is written, or left alone by git.</summary>
public sealed class WatchedFolderTests : IDisposable
{
    private const string Watched = "in a folder that git watches";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Theory]
    [InlineData("the keys of a backup", "safe/keys.age")]
    [InlineData("a backup", "backups/copy")]
    [InlineData("an export", "ada.json")]
    [InlineData("a new key", "data/keys")]
    [InlineData("keys that are restored", "elsewhere/keys")]
    public async Task Each_command_that_writes_a_secret_there_says_so(string what, string file)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await office.Run(Backup("first", "before.age"));
        var unwatched = await Write(what, "alone-");

        office.Folder(".git");
        var watched = await Write(what, "");

        Assert.Equal((0, 0), (unwatched.Exit, watched.Exit));
        Assert.DoesNotContain(Watched, unwatched.Errors, StringComparison.Ordinal);
        var tree = Path.GetDirectoryName(office.At(file.Split('/')[0]));
        Assert.Contains($"{office.At(file)} is {Watched} ({tree})", watched.Errors, StringComparison.Ordinal);
    }

    [Trait("Store", "file")]
    [Theory]
    [InlineData("the first keys", "elsewhere/keys")]
    public Task So_does_what_begins_a_file(string what, string file) => Each_command_that_writes_a_secret_there_says_so(what, file);

    [Fact]
    public async Task A_data_folder_that_is_made_there_is_left_alone_by_git()
    {
        office.BeginsWithNothing = true;
        office.Folder(".git");

        var made = await office.Run("migrate");
        var rotated = await office.Run("key", "rotate");

        Assert.Equal((0, 0), (made.Exit, rotated.Exit));
        Assert.DoesNotContain(Watched, made.Errors + rotated.Errors, StringComparison.Ordinal);
        Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(office.Data, ".gitignore"), TestContext.Current.CancellationToken));
    }

    private Task<Told> Write(string what, string prefix)
    {
        switch (what)
        {
            case "the keys of a backup": return office.Run(Backup($"{prefix}copy", prefix.Length > 0 ? "alone.age" : "keys.age"));
            case "a backup": return office.Run("backup", Path.Combine(office.Folder("backups"), $"{prefix}copy"));
            case "an export": return office.Run("account", "export", "ada", "--output", office.At($"{prefix}ada.json"));
            case "a new key": return office.Run("key", "rotate");
            case "the first keys": return Elsewhere(prefix, "migrate");
            case "keys that are restored":
                return Elsewhere(prefix,
                [
                    "restore", office.At("backups/first"), "--keys-from", office.At("safe/before.age"), "--passphrase-file",
                    office.At("phrase"), "--yes", .. office.Replacing,
                ]);
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "Nothing is written so.");
        }
    }

    // On another machine, whose folders are there already.
    private Task<Told> Elsewhere(string prefix, params string[] words)
    {
        office.Environment["COUNTERSIGN_DATA"] = office.Folder($"{prefix}elsewhere");
        return office.Run(words);
    }

    private string[] Backup(string name, string keys) =>
    [
        "backup", Path.Combine(office.Folder("backups"), name), "--keys-to", Path.Combine(office.Folder("safe"), keys), "--passphrase-file",
        office.Write("phrase", "seven words that only olga knows"),
    ];
}
