namespace Countersign.Server.SignIn;

/// <summary>
/// When kinds were told last, as long as that matters. Where there are too many, those told the longest ago are forgotten.
/// </summary>
/// <param name="most">How many are known at most.</param>
/// <param name="again">How long it matters.</param>
internal sealed class ToldKinds(int most, TimeSpan again)
{
    private readonly Dictionary<Tallied, DateTimeOffset> told = [];
    private readonly Queue<(Tallied Kind, DateTimeOffset At)> order = [];

    /// <summary>When this one was told; null where it does not matter any more.</summary>
    public DateTimeOffset? At(Tallied kind, DateTimeOffset now) =>
        told.TryGetValue(kind, out var at) && IsLately(at, now) ? at : null;

    /// <summary>Whether it was told and is not forgotten yet, whether it matters or not.</summary>
    public bool Knows(Tallied kind) => told.ContainsKey(kind);

    /// <summary>This one was told.</summary>
    public void Note(Tallied kind, DateTimeOffset now)
    {
        told[kind] = now;
        order.Enqueue((kind, now));
    }

    /// <summary>Forgets what does not matter any more, and what there is no room for.</summary>
    public IEnumerable<Tallied> Forget(DateTimeOffset now)
    {
        while (order.TryPeek(out var first))
        {
            var isNewest = told.TryGetValue(first.Kind, out var at) && at == first.At;
            if (isNewest && IsLately(at, now) && told.Count <= most) yield break;

            order.Dequeue();
            if (isNewest && told.Remove(first.Kind)) yield return first.Kind;
        }
    }

    // Also where the clock was ahead when it was told.
    private bool IsLately(DateTimeOffset at, DateTimeOffset now) => (now - at).Duration() < again;
}
