using System.CommandLine;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary><c>doctor</c>.</summary>
public static class DoctorCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one JSON object." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnSettingsOfAnybody(
        shell, new("doctor",
            "Looks at settings, files, database, keys, audit log and gateways, and says what to do. Exit code 1 when something must be " +
            "mended.") { AsJson }, Run);

    private static async Task<int> Run(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        var found = read.Settings is { } settings
            ? await Doctor.Examine(settings, run.Shell, run.Get(OperatorCommand.SettingsFile), names => ShowWaiting(run, names), ct)
            : [.. Finding.Of("settings", read.Faults, "")];
        var isWell = found.All(finding => finding.Level is not FindingLevel.Fail);

        if (run.Get(AsJson)) run.SayJson(new
        {
            Ok = isWell,
            Checks = found.Select(
            finding => new { finding.Name, Level = WordFor(finding.Level).ToLowerInvariant(), finding.Text })
        });
        else foreach (var finding in found) run.Say($"{WordFor(finding.Level),-4}  {finding.Name}: {finding.Text}");
        return isWell ? CommandRun.Done : CommandRun.NotDone;
    }

    private static void ShowWaiting(CommandRun run, IReadOnlyList<string> names) =>
        run.Progress(names.Count == 0 ? "" : $"Waiting for: {string.Join(", ", names)}");

    private static string WordFor(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "OK",
        FindingLevel.Warn => "WARN",
        FindingLevel.Fail => "FAIL",
    };
}
