using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class StartNewsTests
{
    [Fact]
    public async Task The_first_line_says_which_program_begins_on_what_and_what_is_off()
    {
        await using var server = await TestServer.Start(("SIGN_UP", "closed"), ("SMS", "none"));

        var begins = Assert.Single(server.Log.Events, one => one.Name == "Begins");

        Assert.Equal("0.1.0", begins["Version"]);
        Assert.Equal(ProgramVersion.Own.Commit is { Length: > 0 } commit ? commit : "unknown", begins["Commit"]);
        Assert.Equal(Migrator.All[^1], begins["Migration"]);
        Assert.Equal($"{server.Url}/", begins["BaseUrl"]);
        Assert.Equal("https, text messages, sign-up, the list of breached passwords, metrics, the collector, traces", Off(begins["Off"]));
        if (TestDatabases.ArePostgres) Assert.StartsWith("postgres://", begins["Place"], StringComparison.Ordinal);
        else Assert.Equal(("SQLite", Path.Combine(server.Folder, "countersign.db")), (begins["Kind"], begins["Place"]));
        Assert.DoesNotContain("@", begins["Place"], StringComparison.Ordinal);
    }

    // The mail server of the tests speaks without encryption.
    private static string Off(string all) => all.Replace("encryption to the mail server, ", "", StringComparison.Ordinal);
}
