namespace Countersign.Server.Hosting;

/// <summary>
/// Why this server is not to be asked though it could answer: it is about to stop, or it must not work beside the others, or without the
/// keys of its database. And what its operator should look at while it serves.
/// </summary>
public sealed class NodeState
{
    private volatile bool isLeaving;
    private volatile IReadOnlyList<Difference> differences = [];
    private volatile IReadOnlyList<string> keyFaults = [];
    private volatile string? warning;

    /// <summary>It is about to stop: whoever asks now is answered, and nobody new is to be sent.</summary>
    public bool IsLeaving => isLeaving;

    /// <summary>Whether it answers nothing but its health.</summary>
    public bool IsShut => differences.Count > 0 || keyFaults.Count > 0;

    /// <summary>The settings that it does not share with the other servers of its database.</summary>
    public IReadOnlyList<Difference> Differences
    {
        get => differences;
        set => differences = value;
    }

    /// <summary>Why a server that waits cannot begin with the key file as it is.</summary>
    public IReadOnlyList<string> KeyFaults
    {
        get => keyFaults;
        set => keyFaults = value;
    }

    /// <summary>What does not keep it from serving, in words that anybody may read; null where there is nothing.</summary>
    public string? Warning
    {
        get => warning;
        set => warning = value;
    }

    /// <summary>In words that anybody may read: names of settings, and no value; null where nothing is in the way.</summary>
    public string? Reason =>
        isLeaving ? "this server is stopping"
        : string.Join(", and ", InTheWay()) is { Length: > 0 } reasons ? $"{reasons}; the log says what to do"
        : null;

    /// <summary>It is about to stop.</summary>
    public void Leave() => isLeaving = true;

    private IEnumerable<string> InTheWay()
    {
        if (keyFaults.Count > 0) yield return "the key file (COUNTERSIGN_KEY_FILE) is missing, damaged, or not the one of this database";
        if (differences is { Count: > 0 } differ)
            yield return
                $"{string.Join(" and ", differ.Select(each => each.Name))} is not what it is on the other servers of this database";
    }
}
