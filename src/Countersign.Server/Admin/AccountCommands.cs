using System.CommandLine;
using Countersign.Core;

namespace Countersign.Server.Admin;

/// <summary>The <c>account</c> group: what an operator does to one account.</summary>
public static class AccountCommands
{
    private const int LongestReason = 500;

    private static readonly Argument<string> Whom = new("WHO") { Description = "The account: its e-mail address, user name or number." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };
    private static readonly Option<string> Reason = MakeReason();

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("account", "People's accounts.")
    {
        AccountAddCommand.Build(shell),
        AccountListCommand.Build(shell),
        OnAccount(shell, new("show", "Shows an account and its factors, without any secret."), AccountShowCommand.Run),
        OnAccount(shell, new("unlock", "Takes all locks and failures off an account."), Unlock),
        OnAccount(shell, new("reset-2fa", "Removes all factors of somebody who lost them, and tells the person.") { Reason, Yes }, Reset),
        OnAccount(shell, new("disable", "Shuts an account.") { Reason }, Disable),
        OnAccount(shell, new("enable", "Opens an account that was disabled.") { Reason }, Enable),
        AccountImportCommand.Build(shell),
        OnAccount(shell, new("delete", "Removes an account for good. Its audit log stays.") { Yes }, Delete),
    };

    private static Command OnAccount(
        OperatorShell shell, Command command, Func<CommandRun, Installation, Account, CancellationToken, Task<int>> act)
    {
        command.Add(Whom);
        return OperatorCommand.OnInstallation(shell, command, async (run, at, ct) =>
        {
            var found = await at.Db.Read(sql => Who.Find(sql, run.Get(Whom)), ct);
            return found.Given is { } account ? await act(run, at, account, ct) : run.Refuse(found.Refusal!);
        });
    }

    private static async Task<int> Unlock(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        await UnlockAccount.Run(at, run.Shell, account, ct);
        return run.Say($"{Who.NameOf(account)} has no locks and no failures any more.");
    }

    private static async Task<int> Reset(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var question = $"Remove all second factors of {Who.NameOf(account)}? The password alone will open the account.";
        if (!run.Confirms(question, run.Get(Yes))) return CommandRun.NotDone;

        var took = await ResetSecondFactor.Run(at, run.Shell, account.Id, run.Get(Reason)!, ct);
        run.Say($"Removed from {Who.NameOf(account)}: methods {took.Methods}, backup codes {took.BackupCodes}. All sessions were ended.");
        if (!took.WillHear) run.Note("The address of this account is not proven, so no notice goes out: tell the person yourself.");
        return CommandRun.Done;
    }

    private static async Task<int> Disable(CommandRun run, Installation at, Account account, CancellationToken ct) =>
        Tell(run, await DisableAccount.Run(at, run.Shell, account.Id, run.Get(Reason)!, ct), "is disabled; all sessions were ended.");

    private static async Task<int> Enable(CommandRun run, Installation at, Account account, CancellationToken ct) =>
        Tell(run, await EnableAccount.Run(at, run.Shell, account.Id, run.Get(Reason)!, ct), "is enabled.");

    private static async Task<int> Delete(CommandRun run, Installation at, Account account, CancellationToken ct) =>
        run.Confirms($"Delete {Who.NameOf(account)} for good, with all factors and API keys?", run.Get(Yes))
            ? Tell(run, await DeleteAccount.Run(at, run.Shell, account.Id, ct), "is deleted.")
            : CommandRun.NotDone;

    private static int Tell(CommandRun run, Reply<Account> reply, string what) =>
        reply.Given is { } account ? run.Say($"{Who.NameOf(account)} {what}") : run.Refuse(reply.Refusal!);

    private static Option<string> MakeReason()
    {
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log.", Required = true };
        reason.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>()?.Trim() is not { Length: > 0 and <= LongestReason })
                given.AddError($"--reason must say why, in at most {LongestReason} characters.");
        });
        return reason;
    }
}
