using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What a reset took away.</summary>
/// <param name="WillHear">Whether the person has a proven address that the notice goes to.</param>
public sealed record SecondFactorReset(int Methods, int BackupCodes, bool WillHear);

/// <summary>
/// Removes the second factor of somebody who lost it: methods, backup codes, sessions and everything pending. The person
/// is told, whoever asked for it.
/// </summary>
public static class ResetSecondFactor
{
    /// <summary>Resets, in one transaction with audit row and notice.</summary>
    /// <param name="reason">How the operator knows that it is the person who asks; kept in the audit log.</param>
    public static Task<SecondFactorReset> Run(Installation at, OperatorShell shell, AccountId id, string reason, CancellationToken ct) =>
        at.Db.Write(async tx =>
        {
            var now = shell.Now();
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            var took = new SecondFactorReset(
                await MethodStore.CountOf(tx, id), await BackupCodeStore.CountLeft(tx, id), account.IsEmailVerified);

            await SessionDesk.EndAllElse(tx, account, null, now);
            await MethodStore.RemoveAll(tx, id);
            await BackupCodeStore.RemoveAll(tx, id);
            await AccountStore.TryEndLegacy(tx, id);
            await GuardStore.ClearAll(tx, id);

            var entry = OperatorSource.Entry(shell, AuditEvent.AdminReset, "account reset-2fa", id, reason);
            await at.Teller.Tell(tx, account, entry, NoticeKind.TwoFactorResetByOperator, now);
            return took;
        }, ct);
}
