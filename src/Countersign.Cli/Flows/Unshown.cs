using Countersign.Shared;

namespace Countersign.Cli.Flows;

/// <summary>What was done, and could not be shown: a full disk is seen only when it is written to.</summary>
internal static class Unshown
{
    /// <summary>Shows it; where that fails, says what was done all the same.</summary>
    /// <param name="next">What undoes it, or where it is.</param>
    public static void Tells(Action show, string done, params string[] next)
    {
        try
        {
            show();
        }
        catch (Exception unshown) when (Unwritten.Is(unshown))
        {
            throw new Stop(ExitCode.Failed, $"{FileTrouble.Say(unshown)} {done}", next);
        }
    }
}
