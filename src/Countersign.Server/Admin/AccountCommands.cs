using System.CommandLine;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>The <c>account</c> group: what an operator does to one account.</summary>
public static class AccountCommands
{
    private static readonly Argument<string> Whom = new("WHO") { Description = "The account: its e-mail address, user name or number." };
    private static readonly Option<bool> Clock = new("--clock")
    {
        Description =
            "The clock was ahead: codes of the account's apps that are \"from before the clock was set back\" are accepted again.",
    };

    private static readonly Option<bool> VoidPassword = new("--void-password")
    {
        Description = "Somebody else may know the password: it opens nothing any more, and the person sets another one by mail.",
    };

    private static readonly Option<bool> KeepPassword = new("--keep-password")
    {
        Description =
            "The password stays, and opens the account alone, also where its person has objected to what was done with it. Without " +
            "this and --void-password it is void where somebody else may know it.",
    };

    private static readonly Option<bool> PhoneLost = new("--phone-lost")
    {
        Description = "The phone is lost, too: no number of the account hears of this, and the number on file is removed.",
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask first." };
    private static readonly Option<string> Reason = MakeReason();

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("account", "People's accounts.")
    {
        AccountAddCommand.Build(shell),
        AccountListCommand.Build(shell),
        OnAccount(shell, new("show", "Shows an account and its factors, without any secret."), AccountShowCommand.Run),
        OnAccount(shell, new("unlock", "Removes all locks and failures from an account.") { Clock }, Unlock),
        OnAccount(shell, BuildReset(), Reset),
        OnAccount(shell, new("disable", "Disables an account: nobody can sign in to it.") { Reason }, Disable),
        OnAccount(shell, new("enable", "Enables an account that was disabled.") { Reason }, Enable),
        OnAccount(shell, new("grant-admin", "Makes somebody an admin, on the pages too once they have 2FA."), Grant),
        OnAccount(shell, new("revoke-admin", "Makes an admin an ordinary person again."), Revoke),
        AccountKeyCommands.Build((command, act) => OnAccount(shell, command, act)),
        AccountImportCommand.Build(shell),
        OnAccount(shell, AccountExportCommand.Make(), AccountExportCommand.Run),
        OnAccount(shell, AccountDeleteCommand.Make(), AccountDeleteCommand.Run),
    };

    private static Command BuildReset()
    {
        var reset = new Command("reset-2fa", "Removes all factors of somebody who lost them, and tells the person.")
        {
            Reason, VoidPassword, KeepPassword, PhoneLost, Yes,
        };
        return reset.Excludes("Give --void-password or --keep-password, not both.", [VoidPassword], KeepPassword);
    }

    private static Command OnAccount(
        OperatorShell shell, Command command, Func<CommandRun, Installation, Account, CancellationToken, Task<int>> act)
    {
        command.Add(Whom);
        return OperatorCommand.OnInstallation(shell, command, async (run, at, ct) =>
        {
            var found = await at.Db.Read(sql => Who.Find(sql, run.Get(Whom)), ct);
            return found.Given is { } account ? await act(run, at, account, ct) : run.Refuse(found.Refused!.Detail!);
        });
    }

    private static async Task<int> Unlock(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var wasAhead = run.Get(Clock);
        var answer = await at.Part<UnlockAccount>().Run(
            By(run, "account unlock"), new(account.Id), wasAhead ? Operators.Reason.Find("the clock was ahead") : null,
            wasAhead ? AppSteps.SetBack : AppSteps.Kept, ct);
        return Tell(run, answer, wasAhead
            ? "no longer has any locks or failures; codes of its apps are accepted again in about a minute."
            : "no longer has any locks or failures.");
    }

    private static async Task<int> Reset(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var password = run.Get(VoidPassword) ? OldPassword.Voided : run.Get(KeepPassword) ? OldPassword.Kept : OldPassword.Judged;
        var standing = await at.Db.Read(sql => KnownPassword.StandingOf(sql, account), ct);
        if (standing is PasswordStanding.MailboxDoubted)
            run.Note(
                "Somebody has said \"this wasn't me\" of a password that was set by mail: whoever has the mailbox may not be its owner. " +
                "Make sure first that the address is theirs.");
        if (!run.Confirms($"Remove all second factors of {Who.NameOf(account)}? {ThenOf(password, standing)}", run.Get(Yes)))
            return CommandRun.NotDone;

        // A password that came into doubt meanwhile is void all the same.
        var way = new ResetWay(password, run.Get(PhoneLost) ? OldPhones.Lost : OldPhones.Told);
        var answer = await at.Part<ResetSecondFactor>().Run(By(run, "account reset-2fa"), new(account.Id), WhyOf(run), way, ct);
        if (answer.Given is not { } took) return run.Refuse(Who.Of(answer.Refused!));

        run.Say($"Removed from {Who.NameOf(account)}: methods {took.Methods}, recovery codes {took.BackupCodes}. All sessions were ended.");
        if (took.IsPasswordVoid) run.Say("The password is void. \"Forgot your password?\" on the sign-in page sets another one.");
        if (took.Numbers > 0 && way.Phones is OldPhones.Told)
            run.Note(
                "The phone of this account hears of it, with a link that stops everything. If it is lost, run this again with --phone-lost.");
        if (!took.WillHear) run.Note("The address of this account is not confirmed, so no notice goes out: tell the person yourself.");
        return CommandRun.Done;
    }

    private static string ThenOf(OldPassword password, PasswordStanding standing) => (password, standing) switch
    {
        (_, PasswordStanding.Void) => "The password opens nothing already: the person sets another one by mail.",
        (OldPassword.Judged, PasswordStanding.Doubted or PasswordStanding.MailboxDoubted) =>
            "Somebody else may know the password, so it opens nothing any more: the person sets another one by mail.",
        (OldPassword.Voided, _) => "The password opens nothing any more: the person sets another one by mail.",
        (OldPassword.Kept, _) or (OldPassword.Judged, PasswordStanding.Opens) => "The password alone will open the account.",
    };

    private static async Task<int> Disable(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var applications = (await at.Part<KeysOfAccount>().List(account.Id, ct)).Where(ApiKeyRights.NamesEndUsers)
            .Select(key => $" The application \"{SafeText.OneLine(key.Name)}\" told addresses by one of them, and is refused from now on.");
        return Tell(
            run, await at.Part<DisableAccount>().Run(By(run, "account disable"), new(account.Id), WhyOf(run), ct),
            $"is disabled; all sessions and API keys were ended.{string.Concat(applications)}");
    }

    private static async Task<int> Enable(CommandRun run, Installation at, Account account, CancellationToken ct) => Tell(
        run, await at.Part<EnableAccount>().Run(By(run, "account enable"), new(account.Id), WhyOf(run), ct), "is enabled.");

    private static async Task<int> Grant(CommandRun run, Installation at, Account account, CancellationToken ct) => Tell(
        run, await at.Part<SetAdmin>().Run(By(run, "account grant-admin"), new(account.Id), AdminRight.Given, ct),
        "is an admin. The operator's pages open once the account has 2FA.");

    private static async Task<int> Revoke(CommandRun run, Installation at, Account account, CancellationToken ct) => Tell(
        run, await at.Part<SetAdmin>()
            .Run(By(run, "account revoke-admin"), new(account.Id), AdminRight.Taken, ct), "is no longer an admin.");

    private static ShellOperator By(CommandRun run, string command) => new(run.Shell.User, command);

    private static Reason WhyOf(CommandRun run) => Operators.Reason.Find(run.Get(Reason))!;

    private static int Tell(CommandRun run, Answer<Account> answer, string what) =>
        answer.Given is { } account ? run.Say($"{Who.NameOf(account)} {what}") : run.Refuse(Who.Of(answer.Refused!));

    private static Option<string> MakeReason()
    {
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log.", Required = true };
        reason.Validators.Add(given =>
        {
            if (Operators.Reason.Find(given.GetValueOrDefault<string>()) is null)
                given.AddError(
                    $"--reason must say why, in {Operators.Reason.Shortest} to {Operators.Reason.Longest} characters that can be shown, " +
                    $"and without marks that nobody sees, such as those that join letters or turn the direction of writing.");
        });
        return reason;
    }
}
