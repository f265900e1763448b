namespace Countersign.Server.Hosting;

/// <summary>
/// Why this server is not to be asked though it could answer: it is about to stop, or it must not work beside the others.
/// </summary>
public sealed class NodeState
{
    private volatile bool isLeaving;
    private volatile IReadOnlyList<Difference> differences = [];

    /// <summary>It is about to stop: whoever asks now is answered, and nobody new is to be sent.</summary>
    public bool IsLeaving => isLeaving;

    /// <summary>The settings that it does not share with the other servers of its database.</summary>
    public IReadOnlyList<Difference> Differences
    {
        get => differences;
        set => differences = value;
    }

    /// <summary>In words that anybody may read: names of settings, and no value; null where nothing is in the way.</summary>
    public string? Reason =>
        isLeaving ? "this server is stopping"
        : differences is { Count: > 0 } differ
            ? $"{string.Join(" and ", differ.Select(each => each.Name))} is not what it is on the other servers of this database; the " +
                $"log " +
                "says what to do"
        : null;

    /// <summary>It is about to stop.</summary>
    public void Leave() => isLeaving = true;
}
