namespace Countersign.Server.Secrets;

/// <summary>The places of one lane, and the queue before them.</summary>
internal sealed class HashPlaces(HashLane lane, int parallel, int queue) : IDisposable
{
    private readonly SemaphoreSlim places = new(parallel, parallel);
    private readonly int most = parallel + queue;
    private int inside;

    /// <summary>Whose places they are.</summary>
    public HashLane Lane => lane;

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
        using var span = Spans.Part("hash");
        if (!await Enter(wait, ct)) throw new HashTurnstileBusyException();
        HashMetrics.Run(lane, 1);
        span?.AddEvent(new("its turn came"));
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            HashMetrics.Run(lane, -1);
            places.Release();
        }
    }

    private async Task<bool> Enter(TimeSpan wait, CancellationToken ct)
    {
        var since = HashMetrics.Now();
        HashMetrics.Stand(lane, 1);
        try
        {
            return await places.WaitAsync(wait, ct);
        }
        finally
        {
            HashMetrics.Stand(lane, -1);
            HashMetrics.Waited(lane, "lane", since);
        }
    }
}
