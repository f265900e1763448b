using System.Globalization;

namespace Countersign.Server.Tests.Faults;

/// <summary>How much is done: a little in every run of the tests, much by <c>./run faults</c>.</summary>
internal static class FaultPlan
{
    /// <summary>Whether it is the long form, which has the machine and its database to itself.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("FAULTS") == "long";

    /// <summary>Where the lines of figures go; null: to the output of the tests alone.</summary>
    public static string? Table { get; } = Environment.GetEnvironmentVariable("FAULTS_TABLE");

    /// <summary>Of chance.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FAULTS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next(1, 1_000_000);

    /// <summary>So often.</summary>
    public static int Times(int inShort, int inLong) => IsLong ? inLong : inShort;
}
