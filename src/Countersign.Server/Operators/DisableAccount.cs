using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Shuts an account, whatever it is opened with, until it is enabled again.</summary>
public sealed class DisableAccount(Ground ground, ChangeTeller teller)
{
    /// <summary>Shuts it and ends its sessions and everything pending, in one transaction. The last admin is refused.</summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason reason, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (account.IsDisabled) return Refused.ToOperator(OperatorRefusal.AlreadyDisabled, account);
            if (await LastAdmin.Is(tx, account)) return Refused.ToOperator(OperatorRefusal.LastAdmin, account);
            if (await by.Prove(tx, AuditEvent.AdminDisabled) is { } unproven) return unproven;

            await SessionKeeper.EndAllElse(tx, account, null);
            await AccountStore.SetDisabled(tx, account.Id, tx.Now);
            await by.NoteOwn(tx, AuditEvent.AdminDisabled, account.Id, reason);
            await teller.Tell(tx, account, by.Entry(AuditEvent.AdminDisabled, account.Id, reason), NoticeKind.AccountDisabled);
            return account;
        }, ct);
}
