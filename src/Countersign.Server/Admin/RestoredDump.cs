using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>A dump of PostgreSQL: restored in one transaction by its own tool.</summary>
internal sealed class RestoredDump(string path, PostgresTools tools) : RestoreSource
{
    /// <inheritdoc/>
    public override string About => "a dump of PostgreSQL";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> Faults(KeyRing keys, CancellationToken ct)
    {
        try
        {
            await tools.Check(path, ct);
            var stored = (await tools.RowsOf("key_canaries", path, ct)).Select(row => row.Split('\t'));
            return StartUpChecks.WrongCanaries(
                [.. stored.Select(row => new StoredCanary(row[0], Convert.FromHexString(row[1][3..])))], keys);
        }
        catch (IOException broken)
        {
            return [NotTaken(broken)];
        }
    }

    /// <inheritdoc/>
    public override async Task<string?> Put(DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await tools.Restore(path, ct);
            return null;
        }
        catch (IOException broken)
        {
            // In one transaction: the database is as it was.
            throw new IOException($"{NotTaken(broken)} Nothing was changed.", broken);
        }
    }

    private string NotTaken(IOException broken) => $"The backup {path} cannot be restored: {broken.Message.TrimEnd(' ', '.', ':', '\n')}.";

    /// <inheritdoc/>
    public override bool TryTakeBack(string? kept) => false;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
