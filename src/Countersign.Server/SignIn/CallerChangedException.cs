namespace Countersign.Server.SignIn;

/// <summary>
/// What a caller came with died, or became worth something else, after it was looked at. The change is undone and not decided again, since
/// whoever decides knows the caller as it was: the doors look once more who is calling, and answer in their own words.
/// </summary>
public sealed class CallerChangedException() : Exception("The caller is no longer what it was; nothing was changed.")
{
    /// <summary>Goes on only if the caller is what it was.</summary>
    public static void Unless(bool same)
    {
        if (!same) throw new CallerChangedException();
    }
}
