using System.CommandLine;
using System.Text;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Composition;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>
/// <c>account export</c>: everything that is kept about somebody, for requests that come by other ways. Who asks is for the operator to see
/// to; the person is told of it.
/// </summary>
public static class AccountExportCommand
{
    private static readonly Option<string?> Output = new("--output")
    {
        Description = "A new file for it, which only you may read. Without it, it goes to standard output.",
        HelpName = "FILE",
    };

    /// <summary>Makes the command.</summary>
    public static Command Make() => new("export", "Gives everything that is kept about an account, as JSON.") { Output };

    /// <summary>Writes it.</summary>
    public static async Task<int> Run(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var path = run.Get(Output) is { } named ? Path.GetFullPath(named) : null;
        if (Path.Exists(path)) return run.Refuse($"There is something at {path} already. Name a new file.");

        var entry = OperatorSource.Entry(run.Shell, AuditEvent.AccountExported, "account export", account.Id);
        var answer = await at.Part<ExportAccount>().Run(account.Id, entry, ct);
        if (answer.Given is not { } export) return run.Refuse("The account is gone.");

        var bytes = ExportFile.Bytes(export);
        if (path is null) return run.Say(Encoding.UTF8.GetString(bytes));

        await Write(path, bytes, ct);
        return run.Say($"{Who.NameOf(account)}: everything that is kept is in {path}. Only you can read it.");
    }

    private static async Task Write(string path, byte[] bytes, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await file.WriteAsync(bytes, ct);
    }
}
