using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>Everything an account could prove itself with now, and what of it is locked; read in one snapshot.</summary>
/// <param name="SpentUntil">Until when the whole account takes no six-digit codes; null when it does.</param>
public sealed record FactorState(
    Account Account, IReadOnlyList<Method> Methods, int BackupCodesLeft,
    Guard Email, Guard BackupCode, Guard PhoneOnFile, DateTimeOffset? SpentUntil)
{
    /// <summary>What the passkeys among the methods are.</summary>
    public IReadOnlyList<Passkey> Passkeys { get; init; } = [];

    /// <summary>Until when codes by e-mail prove nothing, because the password was set by mail; null: they do.</summary>
    public DateTimeOffset? MailWaitsUntil(DateTimeOffset now) =>
        Account.NeedsSecondFactor(Methods.Count) ? Account.MailWaitsUntil(now) : null;

    /// <summary>Reads it.</summary>
    public static async Task<FactorState> Read(Sql sql, Account account, Policy policy)
    {
        var methods = await MethodStore.ListOf(sql, account.Id);
        return new(
            account,
            methods,
            await BackupCodeStore.CountLeft(sql, account.Id),
            (await GuardStore.Read(sql, account.Id, GuardKind.Email)).Guard,
            (await GuardStore.Read(sql, account.Id, GuardKind.BackupCode)).Guard,
            (await GuardStore.Read(sql, account.Id, GuardKind.PhoneOnFile)).Guard,
            (await GuardStore.ReadBudget(sql, account.Id)).SpentUntil(sql.Now, policy))
        {
            Passkeys = await PasskeyStore.ListOf(sql, account.Id, methods),
        };
    }
}
