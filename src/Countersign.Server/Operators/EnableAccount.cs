using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Opens an account that was disabled; its password and factors are as they were.</summary>
public sealed class EnableAccount(Ground ground, ChangeTeller teller, TellOfDeletion tell)
{
    /// <summary>Opens it, in one transaction with the audit rows and the notice.</summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason reason, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (!account.IsDisabled) return Refused.ToOperator(OperatorRefusal.NotDisabled, account);
            if (await by.Prove(tx, AuditEvent.AdminEnabled) is { } unproven) return unproven;

            await AccountStore.SetDisabled(tx, account.Id, null);

            await by.NoteOwn(tx, AuditEvent.AdminEnabled, account.Id, reason);
            await teller.Tell(tx, account, by.Entry(AuditEvent.AdminEnabled, account.Id, reason), NoticeKind.AccountEnabled);

            // Nobody could call off a deletion while the account was shut: the time for that begins anew, and they hear of it.
            if (await DeletionStore.Find(tx, account.Id) is { } deletion)
                await tell.Anew(tx, account with { DisabledAt = null }, deletion, tx.Now + ground.Policy.AccountDeleteDelay);
            return account;
        }, ct);
}
