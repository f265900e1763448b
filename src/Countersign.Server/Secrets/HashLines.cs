namespace Countersign.Server.Secrets;

/// <summary>So many places for each name, and a line before each name's. A name that nobody stands at takes no memory.</summary>
/// <param name="wait">How long one may wait before it is refused.</param>
internal sealed class HashLines(int places, int line, TimeSpan wait)
{
    private readonly Dictionary<string, Line> open = new(StringComparer.Ordinal);

    /// <summary>Waits for a place of this name.</summary>
    /// <exception cref="HashTurnstileBusyException">The line is too long, or no place came free in time.</exception>
    public async Task Take(string name, CancellationToken ct)
    {
        var ours = Join(name);
        var isIn = false;
        try
        {
            isIn = await ours.Places.WaitAsync(wait, ct);
        }
        finally
        {
            if (!isIn) Leave(name, ours);
        }

        if (!isIn) throw new HashTurnstileBusyException();
    }

    /// <summary>Gives a place of this name back.</summary>
    public void GiveBack(string name)
    {
        lock (open)
        {
            var ours = open[name];
            ours.Places.Release();
            Leave(name, ours);
        }
    }

    private Line Join(string name)
    {
        lock (open)
        {
            if (!open.TryGetValue(name, out var ours)) open[name] = ours = new(places);
            if (ours.Inside >= places + line) throw new HashTurnstileBusyException();

            ours.Inside++;
            return ours;
        }
    }

    private void Leave(string name, Line ours)
    {
        lock (open)
        {
            if (--ours.Inside > 0) return;

            open.Remove(name);
            ours.Places.Dispose();
        }
    }

    private sealed class Line(int places)
    {
        public SemaphoreSlim Places { get; } = new(places, places);

        public int Inside { get; set; }
    }
}
