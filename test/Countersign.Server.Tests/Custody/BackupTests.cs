using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

[Trait("Store", "file")]
public sealed class BackupTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_copy_is_whole_one_file_and_for_its_owner_alone()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await using var server = office.OpenDb();
        var copy = Path.Combine(office.Data, "copy.db");

        var told = await office.Run("backup", copy);

        Assert.Equal(0, told.Exit);
        Assert.Contains(office.KeyFile, told.Output, StringComparison.Ordinal);
        Assert.Equal([copy], Directory.GetFiles(office.Data, "copy*"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        await using var read = new SqliteDb(copy, office.Clock);
        Assert.Equal(1, await read.Read(sql => sql.Number($"SELECT count(*) FROM accounts"), Ct));
        Assert.Empty(await read.Faults(Ct));
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

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
