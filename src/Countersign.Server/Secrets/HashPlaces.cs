namespace Countersign.Server.Secrets;

/// <summary>
/// The places of one lane, and two queues before them: those at known places are in the second at once, everybody else comes to it out
/// of the first, and no more of them than there are places. So nobody at a known place waits behind the first.
/// </summary>
internal sealed class HashPlaces(HashLane lane, int parallel, int queue) : IDisposable
{
    private readonly SemaphoreSlim places = new(parallel, parallel);
    private readonly SemaphoreSlim strangers = new(parallel, parallel);
    private readonly int most = parallel + queue;
    private int strangersInside;
    private int knownInside;

    /// <summary>Whose places they are.</summary>
    public HashLane Lane => lane;

    public async Task<T> Run<T>(Func<T> work, bool isKnown, TimeSpan wait, CancellationToken ct)
    {
        if (Count(isKnown, 1) > most)
        {
            Count(isKnown, -1);
            throw new HashTurnstileBusyException();
        }
        try
        {
            return await RunInTurn(work, isKnown, wait, ct);
        }
        finally
        {
            Count(isKnown, -1);
        }
    }

    public void Dispose()
    {
        places.Dispose();
        strangers.Dispose();
    }

    private int Count(bool isKnown, int change) =>
        isKnown ? Interlocked.Add(ref knownInside, change) : Interlocked.Add(ref strangersInside, change);

    private async Task<T> RunInTurn<T>(Func<T> work, bool isKnown, TimeSpan wait, CancellationToken ct)
    {
        using var span = Spans.Part("hash");
        if (!await Enter(isKnown, wait, ct)) throw new HashTurnstileBusyException();
        HashMetrics.Run(lane, 1);
        span?.AddEvent(new("its turn came"));
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            HashMetrics.Run(lane, -1);
            Leave(isKnown);
        }
    }

    private void Leave(bool isKnown)
    {
        places.Release();
        if (!isKnown) strangers.Release();
    }

    private async Task<bool> Enter(bool isKnown, TimeSpan wait, CancellationToken ct)
    {
        var since = HashMetrics.Now();
        HashMetrics.Stand(lane, 1);
        try
        {
            return isKnown ? await places.WaitAsync(wait, ct) : await EnterAsStranger(wait, ct);
        }
        finally
        {
            HashMetrics.Stand(lane, -1);
            HashMetrics.Waited(lane, "lane", since);
        }
    }

    private async Task<bool> EnterAsStranger(TimeSpan wait, CancellationToken ct)
    {
        if (!await strangers.WaitAsync(wait, ct)) return false;

        var isIn = false;
        try
        {
            isIn = await places.WaitAsync(wait, ct);
        }
        finally
        {
            if (!isIn) strangers.Release();
        }

        return isIn;
    }
}
