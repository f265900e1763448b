namespace Countersign.Shared;

/// <summary>What was to be shown has nowhere to go: a full disk, or a pipe that nobody reads any more.</summary>
internal static class Unwritten
{
    private const int NotDone = 1;

    /// <summary>Says so, where that can still be said.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(IOException broken, TextWriter errors)
    {
        try
        {
            errors.WriteLine(FileTrouble.Say(broken));
        }
        catch (IOException)
        {
            // The exit code says it.
        }

        return NotDone;
    }
}
