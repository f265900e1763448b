namespace Countersign.Server.Storage;

/// <summary>The database could not do it; the doors answer 503 and nothing was granted.</summary>
public sealed class StoreUnavailableException(Exception? cause = null)
    : Exception("The database is not available; nothing was changed. Try again in a moment.", cause);

/// <summary>
/// A conditional write hit no row: somebody changed it since it was read. The transaction is undone and run again; the
/// doors answer 503 when that keeps happening.
/// </summary>
public sealed class OvertakenException() : Exception("The row kept changing; nothing was decided. Try again in a moment.")
{
    /// <summary>Goes on only if the conditional write hit its row.</summary>
    public static void Unless(bool saved)
    {
        if (!saved) throw new OvertakenException();
    }
}
