using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Countersign.Server.Storage;

/// <summary>One transaction on its way through the writer, and the caller who waits for it.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs it in a transaction of its own; false means undo it (its exception is kept for the caller).</summary>
    public abstract Task<bool> TryRun(Tx tx);

    /// <summary>What it broke on, if it did.</summary>
    protected abstract Exception? Failure { get; }

    /// <summary>The commit is on disk: the caller may know, and what waits for the commit happens.</summary>
    public abstract void Tell();

    /// <summary>The shared commit failed: nothing of it happened. A full disk, say, ends it at once: all are told that.</summary>
    public static void FailAll(IReadOnlyList<PendingWrite> all, Exception broken)
    {
        var cause = all.Select(change => change.Failure).OfType<SqliteException>().FirstOrDefault() ?? broken;
        foreach (var change in all) change.Fail(cause);
    }

    /// <summary>Nothing of it happened.</summary>
    protected abstract void Fail(Exception broken);
}

/// <inheritdoc cref="PendingWrite"/>
internal sealed class PendingWrite<T>(Func<Tx, Task<T>> transaction, CancellationToken ct) : PendingWrite
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Activity? asker = Activity.Current;
    private Tx? done;
    private T? result;
    private Exception? failure;

    /// <summary>Completes after the commit, never before.</summary>
    public Task<T> Answer => answer.Task;

    /// <summary>The transaction, once it is committed; null: it was undone.</summary>
    public Tx? Done => done;

    /// <inheritdoc/>
    protected override Exception? Failure => failure;

    /// <inheritdoc/>
    public override async Task<bool> TryRun(Tx tx)
    {
        try
        {
            // A caller who has gone away before it began wants nothing; once begun, it is carried through.
            ct.ThrowIfCancellationRequested();

            // On the writer it is a part of the trace of whoever asks, and of nobody else's.
            Activity.Current = asker;
            result = await transaction(tx);
            done = tx.IsUndone ? null : tx;
            return true;
        }
#pragma warning disable CA1031 // The exception is not swallowed: it becomes the caller's answer.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown;
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Tell()
    {
        done?.Committed();
        if (failure is OperationCanceledException) answer.TrySetCanceled(ct);
        else if (failure is not null) answer.TrySetException(failure);
        else answer.TrySetResult(result!);
    }

    /// <inheritdoc/>
    protected override void Fail(Exception broken) => answer.TrySetException(failure ?? new StoreUnavailableException(broken));
}
