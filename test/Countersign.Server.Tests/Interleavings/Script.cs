namespace Countersign.Server.Tests.Interleavings;

/// <summary>Who goes next, wherever both can: as it is written, and then whoever went last, or as chance has it.</summary>
internal sealed class Script(IReadOnlyList<int> written, Random? chance = null)
{
    private readonly List<int> played = [];
    private readonly List<int> last = [];
    private int current = -1;

    /// <summary>Chooses among those who can.</summary>
    public int Next(IReadOnlyList<int> able)
    {
        if (able.Count == 1) return current = able[0];

        last.Add(current);
        var next = played.Count < written.Count ? written[played.Count]
            : chance is not null ? chance.Next(able.Count)
            : Math.Max(current, 0);
        played.Add(next);
        return current = next;
    }

    /// <summary>
    /// The scripts that go another way at one place after what was written, as long as nobody is passed over more often than so.
    /// </summary>
    public IEnumerable<IReadOnlyList<int>> Others(int mostPreemptions)
    {
        for (var i = written.Count; i < played.Count; i++)
        {
            List<int> other = [.. played.Take(i), 1 - played[i]];
            if (Preemptions(other) <= mostPreemptions) yield return other;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(played.Select(n => "AB"[n]));

    // Somebody who could have gone on did not.
    private int Preemptions(List<int> choices) => choices.Where((choice, i) => last[i] >= 0 && last[i] != choice).Count();
}
