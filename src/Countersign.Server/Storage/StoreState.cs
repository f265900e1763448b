namespace Countersign.Server.Storage;

/// <summary>
/// Whether the database does what it is asked. Every question and every change passes by here, so that what ails it is noticed once, and
/// not by each of those that meet it.
/// </summary>
public sealed class StoreState
{
    private readonly Lock changing = new();
    private volatile bool isTroubled;
    private volatile bool cannotChange;
    private long failures;

    /// <summary>Hears of each question and change that the database could not do.</summary>
    public Action<StoreUnavailableException>? Failing { get; set; }

    /// <summary>
    /// Hears that a change was done while others could not be. That proves nothing: on a full disk one that writes little, or nothing at
    /// all, is done as ever. Whoever listens has the database take a large one, and tells (<see cref="Proved"/>).
    /// </summary>
    public Action? Doubting { get; set; }

    /// <summary>Hears that it does again what it could not.</summary>
    public Action? WellAgain { get; set; }

    /// <summary>Whether a change could not be done, and none has proved since that it takes them again.</summary>
    public bool CannotChange => cannotChange;

    /// <summary>How much it could not do.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>It took a large change, which was begun when so much had failed (<see cref="Failures"/>).</summary>
    public void Proved(long hadFailed)
    {
        lock (changing)
        {
            if (!isTroubled || failures != hadFailed) return;
            isTroubled = cannotChange = false;
        }

        WellAgain?.Invoke();
    }

    /// <summary>It did what it was asked.</summary>
    internal void Worked(bool isChange)
    {
        if (!isTroubled) return;

        lock (changing)
        {
            if (!isTroubled) return;
            isTroubled = cannotChange;
        }

        // A file that cannot be written still answers.
        if (!cannotChange) WellAgain?.Invoke();
        else if (isChange) Doubting?.Invoke();
    }

    /// <summary>It could not do it.</summary>
    internal void Failed(StoreUnavailableException broken, bool isChange)
    {
        lock (changing)
        {
            failures++;
            isTroubled = true;
            cannotChange |= isChange;
        }

        Failing?.Invoke(broken);
    }
}
