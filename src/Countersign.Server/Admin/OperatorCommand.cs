using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>Builds commands that read the settings and, if they need it, open the installation beside a running server.</summary>
public static class OperatorCommand
{
    /// <summary>The settings file, for every command of the server.</summary>
    public static Option<string?> SettingsFile { get; } = new("--settings")
    {
        Description = "The settings file; without it, countersign.json in the data folder, if there is one.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>A command that works on the data folder, as the user whom that belongs to.</summary>
    public static Command OnSettings(
        OperatorShell shell, Command command, Func<CommandRun, SettingsOutcome, CancellationToken, Task<int>> act) =>
        OnSettingsOfAnybody(shell, command, async (run, read, ct) =>
            read.Settings is { } settings && FolderOwner.Refusal(settings) is { } other ? run.Refuse(other) : await act(run, read, ct));

    /// <summary>A command that only looks, whoever runs it.</summary>
    public static Command OnSettingsOfAnybody(
        OperatorShell shell, Command command, Func<CommandRun, SettingsOutcome, CancellationToken, Task<int>> act)
    {
        command.SetAction((given, ct) =>
        {
            var run = new CommandRun(shell, given);
            return Guarded(run, () => SettingsReader.Read(shell.Environment, given.GetValue(SettingsFile)), read => act(run, read, ct));
        });
        return command;
    }

    /// <summary>A command that works on the database and the keys.</summary>
    public static Command OnInstallation(
        OperatorShell shell, Command command, Func<CommandRun, Installation, CancellationToken, Task<int>> act) =>
        OnInstallation(shell, command, Restored.Refused, act);

    /// <summary>The same, for the one command that makes a restored database safe to serve.</summary>
    public static Command OnInstallation(
        OperatorShell shell, Command command, Restored restored, Func<CommandRun, Installation, CancellationToken, Task<int>> act) =>
        OnSettings(shell, command, async (run, read, ct) =>
        {
            if (read.Settings is not { } settings) return run.Refuse(string.Join(Environment.NewLine, read.Faults));

            var opened = await Installation.Open(settings, shell.Clock, restored, shell.SystemLog, ct);
            if (opened.Given is not { } installation) return run.Refuse(opened.Refused!.Detail!);

            await using (installation) return await SeenNumbered(run, installation, await act(run, installation, ct));
        });

    // A server remembers what it has written to the audit log until that has its number, a command only until it ends.
    private static async Task<int> SeenNumbered(CommandRun run, Installation installation, int ended) =>
        await installation.Audit.Leave(installation.Db) is not { } owed ? ended : run.Refuse(
            $"It is done, and its entry of the audit log has no number yet, so that nothing proves that it stays there: {owed}. Something " +
            "holds the numbering up in the database. Run `audit verify` in a minute and look whether the entry is there; if it is not, " +
            "somebody who may write the database took it away.");

    // What an operator can do something about is told in a sentence; anything else is a fault of ours and shows its trace.
    private static async Task<int> Guarded(CommandRun run, Func<SettingsOutcome> read, Func<SettingsOutcome, Task<int>> act)
    {
        ServerSettings? settings = null;
        try
        {
            var outcome = read();
            settings = outcome.Settings;
            return await act(outcome);
        }
        catch (Exception told) when (IsTold(told))
        {
            return run.Refuse(SentenceOf(told, settings));
        }
    }

    /// <summary>Whether an operator can do something about it.</summary>
    internal static bool IsTold(Exception thrown) =>
        thrown is StartRefusedException or KeyFileException or UnknownKeyException or StoreUnavailableException
            or OvertakenException or HashTurnstileBusyException or InvalidDataException or DbException
            or IOException or UnauthorizedAccessException or SocketException || ListenFault.Of(thrown) is not null;

    /// <summary>What they are told.</summary>
    internal static string SentenceOf(Exception told, ServerSettings? settings) =>
        (settings is null ? null : DatabaseFault.Of(told, settings)) ?? ListenFault.Of(told) ?? FileTrouble.Say(told);
}
