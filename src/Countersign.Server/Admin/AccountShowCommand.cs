using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary><c>account show</c>: everything an operator needs to help somebody, and nothing that signs in.</summary>
public static class AccountShowCommand
{
    /// <summary>Shows the account.</summary>
    public static async Task<int> Run(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        if (await at.Part<ShowAccount>().Run(account.Id, ct) is not { } state)
            return run.Refuse(Who.Of(Refused.ToOperator(OperatorRefusal.NoSuchAccount)));

        foreach (var line in Describe(state, at.Ground.Now())) run.Say(line);
        return CommandRun.Done;
    }

    private static IEnumerable<string> Describe(AccountState state, DateTimeOffset now) =>
    [
        .. PersonLines(state.Account),
        $"2FA             {(state.IsOn ? state.Account.IsLegacy ? "on, by the number on file" : "on" : "off")}",
        .. state.Factors.Methods.Select(method => MethodLine(method, now)),
        CodeLine(state),
        .. LockLines(state.Factors, now),
        .. WaitLines(state, now),
        $"failures        {state.Failures} that still count",
        $"sessions        {state.Sessions.Count}",
        .. state.ApiKeys.Select(
            key => $"API key         {SafeText.OneLine(key.Name)}, ends in {key.Suffix}, {(key.IsByOperator ? "from an operator, " : "")}" +
                $"last used {When(key.LastUsedAt)}"),
    ];

    private static IEnumerable<string> PersonLines(Account account) =>
    [
        $"account         {account.Id.Value.ToString(CultureInfo.InvariantCulture)}{(account.IsAdmin ? ", admin" : "")}",
        $"e-mail          {account.Email.Text}, {(account.EmailVerifiedAt is { } since ? $"confirmed {When(since)}" : "not confirmed")}",
        $"user name       {account.Username}",
        .. account.FullName.Length > 0 ? [$"full name       {SafeText.OneLine(account.FullName)}"] : Array.Empty<string>(),
        $"phone           {account.Phone?.Masked ?? "none"}",
        $"password        {(account.PasswordHash is null ? "none: API key only, or it was voided" : "set")}",
        $"created         {When(account.CreatedAt)}",
        .. account.DisabledAt is { } shut ? [$"disabled        {When(shut)}"] : Array.Empty<string>(),
    ];

    private static string MethodLine(Method method, DateTimeOffset now)
    {
        var kind = method.Kind switch
        {
            MethodKind.Totp =>
            "app",
            MethodKind.Sms => $"SMS to {method.Phone?.Masked}",
            MethodKind.Passkey => "passkey",
            MethodKind.Email => "e-mail"
        };
        var primary = method.IsPrimary ? ", primary" : "";
        return $"  method {method.Id.Value.ToString(CultureInfo.InvariantCulture)}: {kind}, " +
            $"\"{SafeText.OneLine(method.Label)}\"{primary}, last used {When(method.LastUsedAt)}{Lock(method.Guard, now)}";
    }

    private static string CodeLine(AccountState state)
    {
        var warning =
            state.RestoredCodes > 0 ? $", {state.RestoredCodes} of them from a restored backup: they may have been spent before" : "";
        return $"recovery codes  {state.Factors.BackupCodesLeft}{warning}";
    }

    private static IEnumerable<string> LockLines(FactorState factors, DateTimeOffset now) =>
        from known in ((string Name, Guard Guard)[])[("codes by e-mail", factors.Email),
            ("recovery codes", factors.BackupCode), ("the number on file", factors.PhoneOnFile)]
        where known.Guard.IsLocked(now)
        select $"locked          {known.Name}{Lock(known.Guard, now)}";

    // What keeps a person from what they want to do, and is no lock: an operator must know it before they advise anything.
    private static IEnumerable<string> WaitLines(AccountState state, DateTimeOffset now)
    {
        if (state.Deletion is { } asked)
        {
            yield return $"deletion        asked for by the person on {When(asked.AskedAt)}, from {asked.IpAddress}: " +
                $"at {When(asked.DueAt)}, unless they call it off; `account disable` holds it up";
            yield return $"told            {Told(asked, state.Account)}";
        }
        if (state.FrozenUntil is { } frozen)
            yield return $"frozen          the person said \"this wasn't me\": changes wait until {When(frozen)}, or a reset by mail and a factor";
        if (state.Account.MailWaitsUntil(now) is { } mail)
        {
            yield return $"mail            counts for nothing {(MailRules.EndsByItself(mail) ? $"until {When(mail)}, or" : "until")} another " +
                "factor is proven: the password was set by mail";
        }
    }

    private static string Told(Deletion asked, Account account) => asked switch
    {
        { ToldAt: { } told } => $"about the deletion on {When(told)}",
        { ToldBy: null } when !account.IsEmailVerified => "nobody about the deletion: the address is not confirmed",
        _ => "not yet about the deletion: nothing is deleted before the notice has left", // written, and still on its way
    };

    private static string Lock(Guard guard, DateTimeOffset now) => guard switch
    {
        _ when !guard.IsLocked(now) => "",
        { LockedUntil: { } until } when until < DateTimeOffset.MaxValue.AddYears(-1) => $", locked until {When(until)}",
        _ => ", locked until `account unlock`",
    };

    private static string When(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "never";
}
