using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>
/// Empties the log of a SQLite file. Moving its pages into the file and waiting for the disk takes longer than a commit, so most of it is
/// done by a connection of its own while the writer goes on; what was committed meanwhile is little, and moving that lets the writer begin
/// the log anew, so that it stays as long as it is.
/// </summary>
internal sealed class SqliteLog(SqliteSession writer, string connectionString) : IAsyncDisposable
{
    private const long ChangesBetween = 5000;

    private Task? moving;
    private long since = writer.Changes;

    /// <summary>Called by the writer between two commits; takes no longer than one.</summary>
    public void Look()
    {
        if (moving is { IsCompleted: true })
        {
            moving = null;
            Empty(writer);
        }
        else if (moving is null && writer.Changes - since >= ChangesBetween)
        {
            since = writer.Changes;
            moving = Task.Run(Move);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(moving ?? Task.CompletedTask);

    private async Task Move()
    {
        try
        {
            await using var mover = new SqliteSession(connectionString);
            Empty(mover);
        }
        catch (SqliteException)
        {
            // Not even opened: the writer will say so itself.
        }
    }

    private static void Empty(SqliteSession session)
    {
        try
        {
            session.EmptyLog();
        }
        catch (SqliteException)
        {
            // A full disk, a reader from before: the log only grows on, and the next time is near.
        }
    }
}
