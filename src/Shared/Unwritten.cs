namespace Countersign.Shared;

/// <summary>What was to be shown has nowhere to go: a full disk, a pipe that nobody reads any more, or an output that is closed.</summary>
internal static class Unwritten
{
    private const int NotDone = 1;

    /// <summary>Whether this is it.</summary>
    public static bool Is(Exception broken) => broken is IOException || FileTrouble.IsOfClosed(broken);

    /// <summary>Says so, where that can still be said.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Exception broken, TextWriter errors)
    {
        try
        {
            errors.WriteLine(FileTrouble.Say(broken));
        }
        catch (Exception again) when (Is(again))
        {
            // The exit code says it.
        }

        return NotDone;
    }
}
