using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Lets somebody administer, or no longer. Only the machine's shell does: an admin must not make accomplices.</summary>
public sealed class SetAdmin(Ground ground, ChangeTeller teller)
{
    /// <summary>Gives or takes the right, in one transaction with the audit row and the notice. The last admin keeps it.</summary>
    public Task<Answer<Account>> Run(ShellOperator by, Target target, AdminRight right, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (await Refuse(tx, account, right) is { } why) return Refused.ToOperator(why, account);

            OvertakenException.Unless(await AccountStore.TrySetAdmin(tx, account.Id, right));
            if (right is AdminRight.Given) await OlderFactors.AwaitMailboxOfNewAdmin(tx, account);
            var (what, notice) = right switch
            {
                AdminRight.Given => (AuditEvent.AdminGranted, NoticeKind.AdminGranted),
                AdminRight.Taken => (AuditEvent.AdminRevoked, NoticeKind.AdminRevoked),
            };
            await teller.Tell(tx, account, by.Entry(what, account.Id, reason: null), notice);
            return account;
        }, ct);

    private static async Task<OperatorRefusal?> Refuse(Tx tx, Account account, AdminRight right) => right switch
    {
        AdminRight.Given => account.IsAdmin ? OperatorRefusal.AlreadyAdmin : null,
        AdminRight.Taken when !account.IsAdmin => OperatorRefusal.NotAnAdmin,
        AdminRight.Taken => await LastAdmin.Is(tx, account) ? OperatorRefusal.LastAdmin : null,
    };
}
