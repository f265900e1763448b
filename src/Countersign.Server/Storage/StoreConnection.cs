namespace Countersign.Server.Storage;

/// <summary>
/// One open connection to a database, kept open. Each statement's text is prepared once on it; from then on only values travel.
/// </summary>
internal abstract class StoreConnection : IAsyncDisposable
{
    /// <summary>
    /// What ends a SELECT of rows that are about to be changed, so that nobody else changes them before this transaction ends; nothing
    /// where there is one writer anyway.
    /// </summary>
    public abstract string Hold { get; }

    /// <summary>Whether what closes a transaction (<see cref="Tx.Closing"/>) belongs to the same commit.</summary>
    public abstract bool ClosesBeforeCommit { get; }

    /// <summary>
    /// What ends a SELECT of rows that any worker may take: those that another one is taking are left to it; nothing where there is one
    /// writer anyway.
    /// </summary>
    public virtual string Free => "";

    /// <summary>The rows, read whole.</summary>
    public abstract Task<IReadOnlyList<T>> Query<T>(Statement statement);

    /// <summary>The first value of the first row, a number; 0 when there is none.</summary>
    public abstract Task<long> Number(Statement statement);

    /// <summary>The number of rows that a change hit.</summary>
    public abstract Task<int> Execute(Statement statement);

    /// <summary>
    /// Runs a change that need not be seen before the commit; one that must hit a row and hits none undoes the transaction, which is
    /// decided again (<see cref="OvertakenException"/>).
    /// </summary>
    public virtual async Task Later(Statement statement, bool mustHit)
    {
        var hit = await Execute(statement);
        if (mustHit) OvertakenException.Unless(hit == 1);
    }

    /// <summary>Asks together what will be asked one by one, where each answer takes a way of its own; nothing where none does.</summary>
    public virtual Task Foresee(Sql asker, IReadOnlyList<Func<Sql, Task>> questions) => Task.CompletedTask;

    /// <summary>
    /// Several statements in one text, without values; its <c>{{id}}</c> and <c>{{bytes}}</c> are types of this database.
    /// </summary>
    public abstract Task Script(string sql);

    /// <summary>Whether there is a table of this name.</summary>
    public abstract Task<bool> HasTable(string name);

    /// <summary>The tables, columns, indexes and keys that there are.</summary>
    public abstract Task<IReadOnlyList<SchemaPart>> Schema();

    /// <summary>Lets nobody else who asks for the same go on before this transaction is over.</summary>
    public abstract Task OneByOne(string what);

    /// <summary>The same for what may take long: neither the wait for it nor what follows in this transaction is cut off.</summary>
    public virtual Task OneByOneForLong(string what) => OneByOne(what);

    /// <summary>Calls to whoever listens, on any node, once this transaction is committed; nobody listens to a file.</summary>
    public virtual Task Call(string what) => Task.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
