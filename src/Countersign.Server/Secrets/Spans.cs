using System.Diagnostics;

namespace Countersign.Server.Secrets;

/// <summary>
/// The spans of our traces. What does the work begins them, and what they say is ours: names, numbers, words of closed lists. They are made
/// only where a trace is being recorded, so they cost nothing where none is.
/// </summary>
internal static class Spans
{
    /// <summary>The name of their source.</summary>
    public const string SourceName = "Countersign";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A trace begins, whatever is under way here: what a caller says about traces of their own is not taken.</summary>
    public static Activity? Root(string name, ActivityKind kind)
    {
        Activity.Current = null;
        return Source.HasListeners() ? Source.StartActivity(name, kind) : null;
    }

    /// <summary>Whether what happens here belongs to a trace that is recorded.</summary>
    public static bool AreWanted => Activity.Current is { Recorded: true } && Source.HasListeners();

    /// <summary>A part of the trace that is recorded here; null where none is.</summary>
    public static Activity? Part(string name, ActivityKind kind = ActivityKind.Internal) =>
        AreWanted ? Source.StartActivity(name, kind) : null;
}
