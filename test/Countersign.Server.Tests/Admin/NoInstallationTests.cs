using Countersign.Server.Development;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A command in a shell that names no installation, or another than the server's, says so and leaves nothing behind.</summary>
public sealed class NoInstallationTests
{
    // What makes an installation, what asks a server or the settings only, and what begins with a backup or a file.
    private static readonly string[] Others =
        ["serve", "dev", "seed", "migrate", "health", "doctor", "restore", "copy", "message keys", "message preview"];

    public static TheoryData<string> Commands =>
        [.. CommandLeaf.Of(ServerCommands.Root).Select(leaf => leaf.ToString()).Except(Others, StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Commands))]
    public async Task It_makes_none_and_says_where_it_looked_and_how_to_name_the_right_one(string command)
    {
        using var office = new Office { BeginsWithNothing = true };

        var told = await office.Run(CommandLeaf.Of(ServerCommands.Root).Single(leaf => leaf.ToString() == command).Words);

        Assert.Equal(1, told.Exit);
        Assert.Contains("no installation here", told.Errors, StringComparison.Ordinal);
        Assert.Contains("COUNTERSIGN_DATA=/var/lib/countersign", told.Errors, StringComparison.Ordinal);
        Assert.Contains("migrate", told.Errors, StringComparison.Ordinal);
        Assert.Contains(PlaceOf(office), told.Errors, StringComparison.Ordinal);
        await NothingIsThere(office);
    }

    [Fact]
    public async Task The_doctor_does_not_say_that_nothing_is_well()
    {
        using var office = new Office { BeginsWithNothing = true };

        var (told, read) = (await office.Run("doctor"), await office.Run("doctor", "--json"));

        Assert.Equal((1, 1), (told.Exit, read.Exit));
        Assert.Contains("FAIL  installation: There is no installation here", told.Output, StringComparison.Ordinal);
        Assert.Contains(PlaceOf(office), told.Output, StringComparison.Ordinal);
        Assert.False(read.Json.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("restore", "/nowhere/backup", "--yes")]
    [InlineData("copy", "--from", "/nowhere/data", "--to", "postgres://nobody@127.0.0.1:9/none")]
    public async Task What_begins_elsewhere_makes_none_either(params string[] words)
    {
        using var office = new Office { BeginsWithNothing = true };

        Assert.NotEqual(2, (await office.Run(words)).Exit);

        await NothingIsThere(office);
    }

    [Fact]
    public async Task Where_the_key_file_is_away_none_is_made_beside_the_database()
    {
        using var office = new Office();
        await office.Run("account", "add", "--email", "ada@example.org");
        File.Delete(office.KeyFile);

        var told = await office.Run("account", "list");

        Assert.NotEqual(0, told.Exit);
        Assert.Contains(office.KeyFile, told.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(office.KeyFile));
    }

    [Fact]
    public async Task The_people_of_development_make_none_either()
    {
        using var office = new Office { BeginsWithNothing = true };
        var settings = new ServerSettings
        {
            DataFolder = office.Data,
            KeyFile = office.KeyFile,
            Database = office.Environment.TryGetValue("COUNTERSIGN_DATABASE", out var server) ? DatabaseServer.Of(server) : null,
        };

        Assert.Equal(1, await DevServer.Seed(settings, [], TestContext.Current.CancellationToken));

        await NothingIsThere(office);
    }

    [Fact]
    public async Task The_server_of_development_puts_nobody_into_a_database_that_is_somebodys()
    {
        using var office = new Office();
        Assert.SkipWhen(!office.Environment.TryGetValue("COUNTERSIGN_DATABASE", out var server), "This is about a PostgreSQL.");
        Assert.Equal(0, (await office.Run("migrate")).Exit);
        var settings = new ServerSettings { DataFolder = office.Data, KeyFile = office.KeyFile, Database = DatabaseServer.Of(server!) };

        Assert.Equal(1, await DevServer.Run(settings, ["http://127.0.0.1:0"], TestContext.Current.CancellationToken));

        Assert.Equal(0, await office.Count($"SELECT count(*) FROM accounts"));
    }

    [Fact]
    public async Task Migrate_makes_one_with_its_keys()
    {
        using var office = new Office { BeginsWithNothing = true };

        Assert.Equal(0, (await office.Run("migrate")).Exit);

        Assert.True(File.Exists(office.KeyFile));
        Assert.Equal(0, (await office.Run("account", "list")).Exit);
    }

    // Where it was looked: of a server the host, the port and the name, and nothing of who signs in to it.
    private static string PlaceOf(Office office) => office.Environment.TryGetValue("COUNTERSIGN_DATABASE", out var server)
        ? $"postgres://{new Uri(server).Authority.Split('@')[^1]}{new Uri(server).AbsolutePath}"
        : office.DatabaseFile;

    private static async Task NothingIsThere(Office office)
    {
        Assert.False(Directory.Exists(office.Data));
        if (!office.Environment.ContainsKey("COUNTERSIGN_DATABASE")) return;

        Assert.Equal(0, await office.Count($"SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"));
    }
}
