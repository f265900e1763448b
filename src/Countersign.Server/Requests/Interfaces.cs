namespace Countersign.Server.Requests;

/// <summary>Which interface a path belongs to, for what must be said before a door is reached.</summary>
internal static class Interfaces
{
    private static readonly PathString[] Vss = ["/tf", "/auth", "/v2"];

    /// <summary>A path of the <c>/tf</c> interface.</summary>
    public static bool SpeaksVss(PathString path) => Vss.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>A path of the interface for applications that keep their own people.</summary>
    public static bool SpeaksApps(PathString path) =>
        path.StartsWithSegments("/apps/v1/people", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path whose bodies are JSON.</summary>
    public static bool TakesJson(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || SpeaksVss(path) || SpeaksApps(path);
}
