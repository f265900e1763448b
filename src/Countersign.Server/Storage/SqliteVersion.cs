using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>
/// A number that is another one as soon as any connection, of this process or another, has committed something. Only what one connection
/// is told can be compared, so there is one for it, opened when it is asked first.
/// </summary>
internal sealed class SqliteVersion(string connectionString) : IDisposable
{
    private readonly Lock asking = new();
    private SqliteConnection? connection;
    private SqliteStatement? question;

    /// <summary>The number now.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be told.</exception>
    public long Now()
    {
        lock (asking)
        {
            try
            {
                return Ask(question ??= Prepare());
            }
            catch (SqliteException broken)
            {
                throw new StoreUnavailableException(broken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        question?.Dispose();
        connection?.Dispose();
    }

    private SqliteStatement Prepare()
    {
        connection ??= new(connectionString);
        connection.Open();
        return new(connection.Handle!, "PRAGMA data_version");
    }

    private static long Ask(SqliteStatement question)
    {
        try
        {
            question.Step();
            return question.Number(0);
        }
        finally
        {
            question.Reset();
        }
    }
}
