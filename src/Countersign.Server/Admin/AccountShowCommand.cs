using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>account show</c>: everything an operator needs to help somebody, and nothing that signs in.</summary>
public static class AccountShowCommand
{
    /// <summary>Shows the account.</summary>
    public static async Task<int> Run(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var now = run.Shell.Now();
        foreach (var line in await at.Db.Read(sql => Describe(sql, account, now), ct)) run.Say(line);
        return CommandRun.Done;
    }

    private static async Task<IReadOnlyList<string>> Describe(Sql sql, Account account, DateTimeOffset now)
    {
        var methods = await MethodStore.ListOf(sql, account.Id);
        var sessions = await SessionStore.ListLive(sql, account.Id, now);
        var budget = await GuardStore.ReadBudget(sql, account.Id);
        return
        [
            .. PersonLines(account),
            $"2FA           {(account.NeedsSecondFactor(methods.Count) ? account.IsLegacy ? "on, by the number on file" : "on" : "off")}",
            .. methods.Select(method => MethodLine(method, now)),
            .. await CodeLines(sql, account.Id),
            .. await LockLines(sql, account.Id, now),
            $"failures      {budget.Failures.Length} that still weigh",
            $"sessions      {sessions.Count}",
            .. (await ApiKeyStore.ListOf(sql, account.Id)).Select(key =>
                $"API key       {SafeText.OneLine(key.Name)}, ends in {key.Suffix}, last used {When(key.LastUsedAt)}"),
        ];
    }

    private static IEnumerable<string> PersonLines(Account account) =>
    [
        $"account       {account.Id.Value.ToString(CultureInfo.InvariantCulture)}{(account.IsAdmin ? ", admin" : "")}",
        $"e-mail        {account.Email.Text}, {(account.EmailVerifiedAt is { } proven ? $"proven {When(proven)}" : "not proven")}",
        $"user name     {account.Username}",
        .. account.FullName.Length > 0 ? [$"full name     {SafeText.OneLine(account.FullName)}"] : Array.Empty<string>(),
        $"phone         {account.Phone?.Masked ?? "none"}",
        $"password      {(account.PasswordHash is null ? "none: API key only" : "set")}",
        $"made          {When(account.CreatedAt)}",
        .. account.DisabledAt is { } since ? [$"disabled      {When(since)}"] : Array.Empty<string>(),
    ];

    private static string MethodLine(Method method, DateTimeOffset now)
    {
        var kind = method.Kind switch { MethodKind.Totp => "app", MethodKind.Sms => $"SMS to {method.Phone?.Masked}", MethodKind.Email => "e-mail" };
        var primary = method.IsPrimary ? ", primary" : "";
        return $"  method {method.Id.Value.ToString(CultureInfo.InvariantCulture)}: {kind}, \"{SafeText.OneLine(method.Label)}\"{primary}, last used {When(method.LastUsedAt)}{Lock(method.Guard, now)}";
    }

    private static async Task<IReadOnlyList<string>> CodeLines(Sql sql, AccountId account)
    {
        var left = await BackupCodeStore.CountLeft(sql, account);
        var restored = await BackupCodeStore.CountRestored(sql, account);
        var warning = restored > 0 ? $", {restored} of them from a restored backup: they may have been spent before" : "";
        return [$"backup codes  {left}{warning}"];
    }

    private static async Task<IReadOnlyList<string>> LockLines(Sql sql, AccountId account, DateTimeOffset now)
    {
        var lines = new List<string>();
        foreach (var kind in Enum.GetValues<GuardKind>())
        {
            var guard = (await GuardStore.Read(sql, account, kind)).Guard;
            if (guard.IsLocked(now)) lines.Add($"locked        {NameOf(kind)}{Lock(guard, now)}");
        }

        return lines;
    }

    private static string NameOf(GuardKind kind) => kind switch
    {
        GuardKind.Email => "codes by e-mail",
        GuardKind.BackupCode => "backup codes",
        GuardKind.PhoneOnFile => "the number on file",
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
