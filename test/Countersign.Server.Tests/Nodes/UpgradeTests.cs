using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Old and new servers on one database while an upgrade goes from one to the next.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-upgrade-");
    private string? address;
    private Db db = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        address = await TestDatabases.Make();
        db = Open();
        await Migrator.Run(db, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await db.DisposeAsync();
        await TestDatabases.Drop(address);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_newer_migration_that_only_adds_shuts_nobody_out()
    {
        await db.Write(tx => tx.Execute($"INSERT INTO migrations (name, shuts_out) VALUES ('9998_more', 0)"), Ct);

        Assert.Empty(await Migrator.Run(db, Ct));
        Assert.True(await Migrator.IsCurrent(db, Ct));
    }

    [Fact]
    public async Task A_newer_migration_that_takes_away_shuts_an_old_program_out_and_says_so()
    {
        await db.Write(tx => tx.Execute($"INSERT INTO migrations (name, shuts_out) VALUES ('9998_more', 0)"), Ct);
        await db.Write(tx => tx.Execute($"INSERT INTO migrations (name) VALUES ('9999_less')"), Ct);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Migrator.Run(db, Ct));
        Assert.Contains("'9999_less'", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => Migrator.IsCurrent(db, Ct));
    }

    [Fact]
    public async Task What_each_migration_is_stands_in_its_first_line_and_in_the_table()
    {
        var marked = Migrator.All.Where(name => string.CompareOrdinal(name, "0025") > 0).ToList();
        var folder = Path.Combine(Repository.Root, "src", "Countersign.Server", "Storage", "Migrations");
        Assert.All(marked, name => Assert.Matches("^-- (expands|contracts)", File.ReadLines(Path.Combine(folder, $"{name}.sql")).First()));

        var expanding = marked.Where(name => File.ReadLines(Path.Combine(folder, $"{name}.sql")).First().StartsWith("-- expands",
            StringComparison.Ordinal));
        var open = await db.Read(sql => sql.Query<string>($"SELECT name FROM migrations WHERE shuts_out = 0"), Ct);
        Assert.Equal(expanding.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nodes_that_start_together_migrate_once()
    {
        var fresh = await TestDatabases.Make();
        TwoNodes.SkipOnFile();
        try
        {
            var nodes = Enumerable.Range(0, 4).Select(_ => Open(fresh)).ToList();
            var applied = await Task.WhenAll(nodes.Select(node => Migrator.Run(node, Ct)));

            Assert.Equal(Migrator.All, Assert.Single(applied, names => names.Count > 0));
            foreach (var node in nodes) await node.DisposeAsync();
        }
        finally
        {
            await TestDatabases.Drop(fresh);
        }
    }

    private Db Open() => Open(address);

    private Db Open(string? at) => Databases.Open(
        new() { DataFolder = folder.FullName, Database = at is null ? null : DatabaseServer.Of(at) }, TimeProvider.System);
}
