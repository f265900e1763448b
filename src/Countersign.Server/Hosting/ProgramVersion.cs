using System.Reflection;

namespace Countersign.Server.Hosting;

/// <summary>Which program this is.</summary>
/// <param name="Number">The version, such as <c>1.2.0</c>.</param>
/// <param name="Commit">The commit it was built from; empty where the build did not know it.</param>
public sealed record ProgramVersion(string Number, string Commit)
{
    /// <summary>That of this program. The build writes both into it, with a plus in between.</summary>
    public static ProgramVersion Own { get; } = Of(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    private static ProgramVersion Of(string both) => both.Split('+', 2) is [var number, var commit] ? new(number, commit) : new(both, "");
}
