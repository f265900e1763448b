using System.CommandLine;
using System.Globalization;
using System.Text;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Composition;
using Countersign.Server.Storage;
using Countersign.Shared;

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
        if (run.Get(Output) is not { } named)
            return await Read(run, at, account, ct) is { } printed ? run.Say(Encoding.UTF8.GetString(printed)) : CommandRun.NotDone;

        var path = Path.GetFullPath(named);
        if (Path.Exists(path)) return run.Refuse(IsThere(path));

        run.WarnWhereWatched(path);

        // The file first: what cannot be kept is not taken, nor told to anybody. It has its name only once it is whole.
        var part = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.part");
        try
        {
            await using (var made = Make(part))
            {
                if (await Read(run, at, account, ct) is not { } bytes) return CommandRun.NotDone;

                await made.WriteAsync(bytes, ct);
                made.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
            return run.Say($"{Who.NameOf(account)}: everything that is kept is in {path}. Only you can read it.");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return run.Refuse(Path.Exists(path) ? IsThere(path) : FileTrouble.Say(broken));
        }
        finally
        {
            // Not there any more where it has its name; nor where its folder is not.
            if (File.Exists(part)) File.Delete(part);
        }
    }

    private static string IsThere(string path) => $"There is something at {path} already. Name a new file.";

    // Null where the account went meanwhile, which is said.
    private static async Task<byte[]?> Read(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var entry = OperatorSource.Entry(run.Shell, AuditEvent.AccountExported, "account export", account.Id);
        var answer = await at.Part<ExportAccount>().Run(account.Id, entry, ct);
        if (answer.Given is { } export) return ExportFile.Bytes(export);

        run.Refuse("The account is gone.");
        return null;
    }

    private static FileStream Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }
}
