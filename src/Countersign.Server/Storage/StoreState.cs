namespace Countersign.Server.Storage;

/// <summary>
/// Whether the database does what it is asked. Every question and every change passes by here, so that what ails it is noticed once, and
/// not by each of those that meet it.
/// </summary>
public sealed class StoreState
{
    private readonly Lock changing = new();
    private volatile bool isTroubled;
    private bool cannotChange;

    /// <summary>Hears of each question and change that the database could not do.</summary>
    public Action<StoreUnavailableException>? Failing { get; set; }

    /// <summary>Hears that it does again what it could not.</summary>
    public Action? WellAgain { get; set; }

    /// <summary>It did what it was asked.</summary>
    internal void Worked(bool isChange)
    {
        if (!isTroubled) return;

        lock (changing)
        {
            // A file that cannot be written still answers.
            if (!isTroubled || (cannotChange && !isChange)) return;
            isTroubled = cannotChange = false;
        }

        WellAgain?.Invoke();
    }

    /// <summary>It could not do it.</summary>
    internal void Failed(StoreUnavailableException broken, bool isChange)
    {
        lock (changing)
        {
            isTroubled = true;
            cannotChange |= isChange;
        }

        Failing?.Invoke(broken);
    }
}
