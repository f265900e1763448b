namespace Countersign.Server.Storage;

/// <summary>
/// The database, as every verb sees it: questions that change nothing, and transactions that happen whole or not at all.
/// </summary>
public abstract class Db : IAsyncDisposable
{
    private const int MostRounds = 5;

    /// <summary>Whether other nodes may use it too.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The time, to the second as it is stored. Inside a transaction it is <see cref="Sql.Now"/> that counts.</summary>
    public abstract DateTimeOffset Now();

    /// <summary>Asks without changing anything, on what was committed when the question began.</summary>
    public abstract Task<T> Read<T>(Func<Sql, Task<T>> question, CancellationToken ct);

    /// <summary>
    /// Runs one transaction, again from the start when somebody else was faster (<see cref="OvertakenException"/>). It holds nothing but
    /// SQL and pure decisions: no waiting, no hashing, no sending. The answer
    /// comes only after the commit is on disk; an exception in it undoes it alone.
    /// </summary>
    public async Task<T> Write<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await WriteOnce(transaction, ct);
            }
            catch (OvertakenException) when (round < MostRounds)
            {
                // Read and decide again, on what is there now.
            }
        }
    }

    /// <summary>Runs one transaction that has no answer but being done.</summary>
    public Task Write(Func<Tx, Task> transaction, CancellationToken ct) =>
        Write(async tx =>
        {
            await transaction(tx);
            return true;
        }, ct);

    /// <summary>What is damaged, a sentence each; none: it is whole, as far as the database itself can tell.</summary>
    public abstract Task<IReadOnlyList<string>> Faults(CancellationToken ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Runs one transaction, once.</summary>
    private protected abstract Task<T> WriteOnce<T>(Func<Tx, Task<T>> transaction, CancellationToken ct);
}
