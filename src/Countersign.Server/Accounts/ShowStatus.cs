using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>How an account stands with 2FA.</summary>
public sealed record TwoFactorStatus(
    Account Account, IReadOnlyList<Method> Methods, int BackupCodesLeft, bool MayAddMethod)
{
    /// <summary>Whether a sign-in needs a second factor.</summary>
    public bool IsOn => Account.NeedsSecondFactor(Methods.Count);
}

/// <summary>Shows a caller the state of the account's second factor.</summary>
public sealed class ShowStatus(Ground ground)
{
    public Task<TwoFactorStatus> Run(Caller caller, CancellationToken ct) => ground.Db.Read(async sql => new TwoFactorStatus(
        (await AccountStore.Find(sql, caller.Account.Id))!,
        await MethodStore.ListOf(sql, caller.Account.Id),
        await BackupCodeStore.CountLeft(sql, caller.Account.Id),
        await EnrollmentStore.HasGrant(sql, caller.Account, caller.Leaves)), ct);
}
