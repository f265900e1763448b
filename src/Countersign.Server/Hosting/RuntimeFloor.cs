using System.Globalization;
using System.Reflection;

namespace Countersign.Server.Hosting;

/// <summary>What must hold about the machine before the server may start.</summary>
public static class RuntimeFloor
{
    /// <summary>The oldest runtime without known holes in its web server (CVE-2025-55315, CVE-2026-47303).</summary>
    public static Version OldestRuntime { get; } = new(10, 0, 10);

    /// <summary>The day this version was made, as written in the project file; no right clock is before it.</summary>
    public static DateTimeOffset ReleasedOn { get; } = DateTimeOffset.ParseExact(
        typeof(RuntimeFloor).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "ReleaseDate").Value!,
        "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A sentence for each reason not to start.</summary>
    public static IEnumerable<string> Faults(Version runtime, DateTimeOffset now)
    {
        if (runtime < OldestRuntime)
            yield return $"This runs on .NET {runtime}, which has known security holes. Install .NET {OldestRuntime} or newer.";

        if (now < ReleasedOn)
            yield return $"The clock says {now:yyyy-MM-dd}, before this version was made ({ReleasedOn:yyyy-MM-dd}): with a wrong clock " +
                $"no code can be checked. Set the clock.";
    }
}
