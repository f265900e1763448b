using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace Countersign.Server.Storage;

/// <summary>
/// One open connection to a database, kept open. Each statement's text is prepared once on it; from then on only values travel.
/// </summary>
internal abstract class StoreConnection : IAsyncDisposable
{
    static StoreConnection() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>
    /// What ends a SELECT of rows that are about to be changed, so that nobody else changes them before this transaction ends; nothing
    /// where there is one writer anyway.
    /// </summary>
    public abstract string Hold { get; }

    /// <summary>The rows, read whole.</summary>
    public abstract Task<IReadOnlyList<T>> Query<T>(Statement statement);

    /// <summary>The first value of the first row; null when there is none.</summary>
    public abstract Task<object?> Scalar(Statement statement);

    /// <summary>The number of rows that a change hit.</summary>
    public abstract Task<int> Execute(Statement statement);

    /// <summary>
    /// Several statements in one text, without values; its <c>{{id}}</c> and <c>{{bytes}}</c> are types of this database.
    /// </summary>
    public abstract Task Script(string sql);

    /// <summary>Whether there is a table of this name.</summary>
    public abstract Task<bool> HasTable(string name);

    /// <summary>Lets nobody else who asks for the same go on before this transaction is over.</summary>
    public abstract Task OneByOne(string what);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>How the rows of one statement become values: made from the columns of its first answer, and kept with the statement.</summary>
internal sealed class RowReader
{
    private readonly ConcurrentDictionary<Type, Delegate> readers = [];

    /// <summary>The reader for this kind of value.</summary>
    public Func<DbDataReader, T> For<T>(DbDataReader rows)
    {
        if (readers.TryGetValue(typeof(T), out var known)) return (Func<DbDataReader, T>)known;

        var made = Make<T>(rows);
        readers[typeof(T)] = made;
        return made;
    }

    // A single column is read as it is; a row by its constructor or its properties.
    private static Func<DbDataReader, T> Make<T>(DbDataReader rows)
    {
        Delegate? single =
            typeof(T) == typeof(string) ? (Func<DbDataReader, string?>)(row => row.IsDBNull(0) ? null : row.GetString(0))
            : typeof(T) == typeof(long) ? (Func<DbDataReader, long>)(row => row.GetInt64(0))
            : null;
        return (Func<DbDataReader, T>?)single ?? rows.GetRowParser<T>();
    }
}
