using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The database, as every verb sees it: questions that change nothing, and transactions that happen whole or not at all.
/// </summary>
public abstract class Db : IAsyncDisposable
{
    private const int MostRounds = 8;

    /// <summary>Whether other nodes may use it too.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The time, to the second as it is stored. Inside a transaction it is <see cref="Sql.Now"/> that counts.</summary>
    public abstract DateTimeOffset Now();

    /// <summary>Whatever is asked next begins with the time of the database itself, where that is not this machine's.</summary>
    public virtual void AskTheTimeAnew()
    {
    }

    /// <summary>
    /// A number that is another one as soon as anything at all was committed, by whatever process; null where only a question would tell.
    /// What was found before is found again as long as it is the same.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It cannot be told.</exception>
    public virtual long? Version() => null;

    /// <summary>Whether it does what it is asked.</summary>
    public StoreState State { get; } = new();

    /// <summary>Asks without changing anything, on what was committed when the question began.</summary>
    public async Task<T> Read<T>(Func<Sql, Task<T>> question, CancellationToken ct)
    {
        var act = StoreAct.Question(State);
        try
        {
            var answer = await ReadOnce(question, ct);
            act.Worked();
            return answer;
        }
        catch (Exception broken)
        {
            act.Failed(broken);
            throw;
        }
    }

    /// <summary>
    /// Asks one statement without changing anything: what it sees is one moment by itself, so that it needs no transaction.
    /// </summary>
    public async Task<T> Ask<T>(Func<Sql, Task<T>> question, CancellationToken ct)
    {
        var act = StoreAct.Question(State);
        try
        {
            var answer = await AskOnce(question, ct);
            act.Worked();
            return answer;
        }
        catch (Exception broken)
        {
            act.Failed(broken);
            throw;
        }
    }

    /// <summary>
    /// Runs one transaction, again from the start when somebody else was faster (<see cref="OvertakenException"/>). It holds nothing but
    /// SQL and pure decisions: no waiting, no hashing, no sending. The answer
    /// comes only after the commit is on disk; an exception in it undoes it alone.
    /// </summary>
    public async Task<T> Write<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        var act = StoreAct.Change(State);
        try
        {
            var answer = await WriteInRounds(transaction, ct);
            act.Worked();
            return answer;
        }
        catch (Exception broken)
        {
            act.Failed(broken);
            throw;
        }
    }

    /// <summary>
    /// The same for a change of one account: those of one account wait here for each other, and not where they would keep others from the
    /// database. What they wait for in the end is the account's row (<see cref="Sql.Hold"/>), since other nodes know no other place.
    /// </summary>
    /// <param name="account">Null where it turned out that there is none.</param>
    public async Task<T> Write<T>(AccountId? account, Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        using var turn = account is { } one ? await Turn(one, ct) : null;
        return await Write(transaction, ct);
    }

    /// <summary>Runs one transaction that has no answer but being done.</summary>
    public Task Write(Func<Tx, Task> transaction, CancellationToken ct) => Write(Answered(transaction), ct);

    /// <summary>Runs one transaction of an account that has no answer but being done.</summary>
    public Task Write(AccountId? account, Func<Tx, Task> transaction, CancellationToken ct) => Write(account, Answered(transaction), ct);

    /// <summary>Waits until what closes the transactions that are over (<see cref="Tx.Closing"/>) is done.</summary>
    internal virtual Task WhenClosed() => Task.CompletedTask;

    /// <summary>What is damaged, a sentence each; none: it is whole, as far as the database itself can tell.</summary>
    public abstract Task<IReadOnlyList<string>> Faults(CancellationToken ct);

    /// <summary>
    /// Hears what transactions call (<see cref="Tx.Call"/>), on whichever node, until told to stop; null: calls may have been missed.
    /// Nobody
    /// calls where nobody else uses the database.
    /// </summary>
    public virtual Task Listen(Action<string?> heard, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    /// <summary>Does what one node at a time is to do, unless another one is doing it at this moment.</summary>
    public virtual Task Alone(string what, Func<Task> act, CancellationToken ct) => act();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Waits until no other change of this account is under way on this node; null where nobody needs to.</summary>
    private protected virtual Task<IDisposable?> Turn(AccountId account, CancellationToken ct) => Task.FromResult<IDisposable?>(null);

    /// <inheritdoc cref="Read"/>
    private protected abstract Task<T> ReadOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct);

    /// <inheritdoc cref="Ask"/>
    private protected abstract Task<T> AskOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct);

    /// <summary>Runs one transaction, once.</summary>
    private protected abstract Task<T> WriteOnce<T>(Func<Tx, Task<T>> transaction, CancellationToken ct);

    private async Task<T> WriteInRounds<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await WriteOnce(transaction, ct);
            }
            catch (OvertakenException) when (round < MostRounds)
            {
                // Read and decide again, on what is there now; a crowd that crossed itself goes on one by one.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(round * 4)), ct);
            }
        }
    }

    private static Func<Tx, Task<bool>> Answered(Func<Tx, Task> transaction) => async tx =>
    {
        await transaction(tx);
        return true;
    };
}
