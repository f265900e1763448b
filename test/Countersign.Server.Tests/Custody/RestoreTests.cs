using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>A database that was put back from a backup is noticed, and no crash looks like one.</summary>
[Trait("Store", "file")]
public sealed class RestoreTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_database_put_back_is_refused_by_server_and_commands_until_it_is_declared()
    {
        await office.Serve();
        var copy = office.Keep("copy.db");
        await office.Serve();
        office.PutBack(copy);

        Assert.Contains(
            "Run `after-restore`", (await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer)).Message, StringComparison.Ordinal);
        var told = await office.Run("account", "list");
        Assert.Equal(1, told.Exit);
        Assert.Contains("Run `after-restore`", told.Errors, StringComparison.Ordinal);
        Assert.Contains("FAIL  age: The database is older than it was", (await office.Run("doctor")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await office.Run("after-restore", "--yes")).Exit);
        await office.Serve();
        Assert.Equal(0, (await office.Run("doctor")).Exit);

        // What was there before the restore, and the copy once more, are older than what is declared now.
        office.PutBack(copy);
        await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer);
    }

    [Fact]
    public async Task A_copy_made_by_backup_is_noticed_however_soon_it_is_put_back()
    {
        await office.Serve();
        var copy = Path.Combine(office.Folder("backups"), "copy.db");
        Assert.Equal(0, (await office.Run("backup", copy)).Exit);

        office.PutBack(copy);

        await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer);
    }

    [Fact]
    public async Task A_database_that_comes_without_its_witness_is_refused_until_it_is_declared()
    {
        await office.Serve();
        File.Delete(office.WitnessOf());

        Assert.Contains(
            "witness", (await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer)).Message, StringComparison.Ordinal);

        Assert.Equal(0, (await office.Run("after-restore", "--yes")).Exit);
        await office.Serve();
    }

    [Fact]
    public async Task A_database_that_vanished_is_not_begun_anew()
    {
        await office.Serve();
        foreach (var side in (string[])["", "-wal", "-shm"]) File.Delete(office.DatabaseFile + side);

        Assert.Contains("is gone", (await Assert.ThrowsAsync<StartRefusedException>(office.OpenServer)).Message, StringComparison.Ordinal);
        Assert.Contains("is gone", (await office.Run("migrate")).Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await office.Run("after-restore", "--yes")).Exit);
        var looked = await office.Run("doctor");

        Assert.Equal(1, looked.Exit);
        Assert.Contains("FAIL  database: The database", looked.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(office.DatabaseFile));
    }

    [Fact]
    public async Task A_damaged_witness_is_told_with_what_mends_it()
    {
        await office.Serve();
        await File.WriteAllTextAsync(office.WitnessOf(), "{", Ct);

        Assert.Contains("is damaged", (await office.Run("account", "list")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_version_s_database_gets_its_witness_at_the_first_start()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        Assert.False(File.Exists(office.WitnessOf()));

        await office.Serve();

        Assert.True(File.Exists(office.WitnessOf()));
        await office.Serve();
    }

    // Every state that a kill or a power cut can leave: what was committed is on the disk, and of two writes the later may be missing.
    [Theory]
    [InlineData("made, and the database not begun")]
    [InlineData("behind by the last commit")]
    [InlineData("declared, and the witness not renewed")]
    public async Task No_crash_looks_like_a_restore(string state)
    {
        switch (state)
        {
            case "made, and the database not begun":
                await office.Run("key", "status");
                await File.WriteAllTextAsync(office.WitnessOf(), """{"age":0,"entry":0,"hash":""}""", Ct);
                break;
            case "behind by the last commit":
                await office.Serve();
                await using (var db = office.OpenDb()) await db.Write(DatabaseAge.Advance, Ct);
                break;
            default:
                await office.Serve();
                var witness = await File.ReadAllTextAsync(office.WitnessOf(), Ct);
                await office.Run("after-restore", "--yes");
                await File.WriteAllTextAsync(office.WitnessOf(), witness, Ct);
                break;
        }

        await office.Serve();
        Assert.Equal(0, (await office.Run("doctor")).Exit);
    }

    [Fact]
    public async Task Processes_that_grow_and_look_at_once_never_see_a_restore()
    {
        await office.Run("key", "status");
        var nodes = Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var db = office.OpenDb();
            var witness = new DatabaseWitness(db, new(office.WitnessOf()));
            for (var round = 0; round < 12; round++)
            {
                Assert.Null(await witness.Fault(Ct));
                await witness.Advance(Ct);
            }
        });

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node)));

        await using var last = office.OpenDb();
        Assert.Equal(72, await last.Read(DatabaseAge.Of, Ct));
        Assert.Null(await new DatabaseWitness(last, new(office.WitnessOf())).Fault(Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
