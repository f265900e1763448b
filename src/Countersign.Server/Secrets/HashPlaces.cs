namespace Countersign.Server.Secrets;

/// <summary>The places of one lane, and the queue before them.</summary>
internal sealed class HashPlaces(int parallel, int queue) : IDisposable
{
    private readonly SemaphoreSlim places = new(parallel, parallel);
    private readonly int most = parallel + queue;
    private int inside;

    public async Task<T> Run<T>(Func<T> work, TimeSpan wait, CancellationToken ct)
    {
        if (Interlocked.Increment(ref inside) > most)
        {
            Interlocked.Decrement(ref inside);
            throw new HashTurnstileBusyException();
        }
        try
        {
            return await RunInTurn(work, wait, ct);
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<T> RunInTurn<T>(Func<T> work, TimeSpan wait, CancellationToken ct)
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
