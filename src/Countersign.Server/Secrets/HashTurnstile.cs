namespace Countersign.Server.Secrets;

/// <summary>
/// Too many slow hashes are wanted at once. A door answers 503 with <c>Retry-After: 1</c>; nothing was checked and nothing counts.
/// </summary>
public sealed class HashTurnstileBusyException() : Exception("The server is busy checking passwords. Try again in a second.");

/// <summary>
/// Lets only so many slow hashes run at once, so that a flood of sign-ins costs bounded memory and bounded time
/// and the rest of the server stays quick.
/// </summary>
public sealed class HashTurnstile : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly int most;
    private readonly TimeSpan wait;
    private int inside;

    /// <param name="parallel">How many run at once; the number of cores is right.</param>
    /// <param name="queue">How many may wait; one more is refused at once.</param>
    /// <param name="wait">How long one may wait before it is refused.</param>
    public HashTurnstile(int parallel, int queue, TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(queue);
        Parallel = parallel;
        places = new(parallel, parallel);
        most = parallel + queue;
        this.wait = wait;
    }

    /// <summary>How many run at once.</summary>
    public int Parallel { get; }

    /// <summary>As many at once as there are cores, a queue of 32, two seconds of waiting.</summary>
    public static HashTurnstile Default() => new(Environment.ProcessorCount, queue: 32, wait: TimeSpan.FromSeconds(2));

    /// <summary>Runs work on the thread pool when its turn comes. Once begun it runs to its end, whatever becomes of the request.</summary>
    /// <exception cref="HashTurnstileBusyException">The queue is full, or the turn did not come in time.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken ct)
    {
        if (Interlocked.Increment(ref inside) > most)
        {
            Interlocked.Decrement(ref inside);
            throw new HashTurnstileBusyException();
        }
        try
        {
            return await RunInTurn(work, ct);
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<T> RunInTurn<T>(Func<T> work, CancellationToken ct)
    {
        if (!await places.WaitAsync(wait, ct)) throw new HashTurnstileBusyException();
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            places.Release();
        }
    }
}
