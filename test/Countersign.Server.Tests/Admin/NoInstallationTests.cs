using Countersign.Server.Development;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A command in a shell that names no installation, or another than the server's, says so and leaves nothing behind.</summary>
public sealed class NoInstallationTests
{
    [Theory]
    [InlineData("account", "list")]
    [InlineData("account", "show", "ada")]
    [InlineData("account", "add", "--email", "ada@example.org")]
    [InlineData("account", "delete", "ada", "--yes")]
    [InlineData("key", "rotate")]
    [InlineData("key", "activate")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "anchor")]
    [InlineData("after-restore", "--yes")]
    public async Task It_makes_none_and_says_where_it_looked_and_how_to_name_the_right_one(params string[] words)
    {
        using var office = new Office { BeginsWithNothing = true };

        var told = await office.Run(words);

        Assert.Equal(1, told.Exit);
        Assert.Contains("no installation here", told.Errors, StringComparison.Ordinal);
        Assert.Contains("COUNTERSIGN_DATA=/var/lib/countersign", told.Errors, StringComparison.Ordinal);
        Assert.Contains("migrate", told.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(office.Data));
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
        var settings = new ServerSettings { DataFolder = office.Data, KeyFile = office.KeyFile };

        Assert.Equal(1, await DevServer.Seed(settings, [], TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(office.Data));
    }

    [Fact]
    public async Task Migrate_makes_one_with_its_keys()
    {
        using var office = new Office { BeginsWithNothing = true };

        Assert.Equal(0, (await office.Run("migrate")).Exit);

        Assert.True(File.Exists(office.KeyFile));
        Assert.Equal(0, (await office.Run("account", "list")).Exit);
    }
}
