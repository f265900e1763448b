using System.CommandLine;
using Countersign.Server.Composition;

namespace Countersign.Server.Admin;

/// <summary><c>account import</c>.</summary>
public static class AccountImportCommand
{
    private static readonly Argument<string> Path =
        new("FILE") { Description = "CSV with a header line, one JSON object a line, or a JSON array of objects." };
    private static readonly Option<bool> Skip =
        new("--skip-faulty") { Description = "Create the accounts on the good lines even if others are faulty." };

    private static readonly string Purpose = $"""
        Creates the accounts in a file. The whole file is checked first, and nothing is created while a line is faulty. Accounts
        that already exist are left alone, so the same file can be given again.
        Fields: {string.Join(", ", ImportFile.FieldNames.Order(StringComparer.Ordinal))}.
        """;

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) =>
        OperatorCommand.OnInstallation(shell, new Command("import", Purpose) { Path, Skip }, Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var read = ImportFile.Read(await File.ReadAllBytesAsync(run.Get(Path), ct));
        if (read.Given is not { } rows) return run.Refuse(read.Refused!.Detail!);

        var skip = run.Get(Skip) ? SkipFaulty.Yes : SkipFaulty.No;
        var ended = await ImportAccounts.Run(at, run.Shell, rows, skip, ct);
        foreach (var fault in ended.Faults) run.Note(fault);

        run.Say($"Created {ended.Made}, already there {ended.There}, faults {ended.Faults.Count}.");
        return ended.Faults.Count == 0 || skip is SkipFaulty.Yes
            ? CommandRun.Done
            : run.Refuse("Nothing was created. Correct the lines above, or give --skip-faulty, and run the import again.");
    }
}
