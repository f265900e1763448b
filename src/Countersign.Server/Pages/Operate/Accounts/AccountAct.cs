using System.Globalization;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Operate.Accounts;

/// <summary>What an admin can do to an account in the pages.</summary>
public enum AccountAct
{
    Unlock,
    Reset,
    Disable,
    Enable,
}

/// <summary>The verbs behind the acts.</summary>
public sealed record AccountActs(UnlockAccount Unlock, ResetSecondFactor Reset, DisableAccount Disable, EnableAccount Enable)
{
    /// <summary>All acts.</summary>
    public static IReadOnlyList<AccountAct> All { get; } = Enum.GetValues<AccountAct>();

    /// <summary>Whether the act may go without saying why: an unlock takes nothing away.</summary>
    public static bool NeedsReason(AccountAct act) => act is not AccountAct.Unlock;

    /// <summary>Where an account is shown.</summary>
    public static string PathOf(AccountId account) =>
        string.Create(CultureInfo.InvariantCulture, $"{PagePaths.OperateAccounts}/{account.Value}");

    /// <summary>Where an act on it is asked for.</summary>
    public static string PathOf(AccountId account, AccountAct act) => $"{PathOf(account)}/{WordOf(act)}";

    /// <summary>The act's word in addresses.</summary>
    public static string WordOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => "unlock",
        AccountAct.Reset => "reset",
        AccountAct.Disable => "disable",
        AccountAct.Enable => "enable",
    };

    /// <summary>Does it; null when it is done.</summary>
    /// <param name="reason">Null only where none is needed.</param>
    /// <param name="way">How a reset is done.</param>
    public async Task<Refused?> Run(
        AccountAct act, Actor by, Target target, Reason? reason, ResetWay way, CancellationToken ct) => act switch
        {
            AccountAct.Unlock => (await Unlock.Run(by, target, reason, ct)).Refused,
            AccountAct.Reset => (await Reset.Run(by, target, reason!, way, ct)).Refused,
            AccountAct.Disable => (await Disable.Run(by, target, reason!, ct)).Refused,
            AccountAct.Enable => (await Enable.Run(by, target, reason!, ct)).Refused,
        };
}
