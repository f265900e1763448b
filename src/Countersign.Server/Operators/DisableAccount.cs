using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Shuts an account, whatever it is opened with, until it is enabled again. Its API keys do not come back with it.</summary>
public sealed class DisableAccount(Ground ground, KeyEnds keyEnds, ChangeTeller teller)
{
    /// <summary>
    /// Shuts it and ends its sessions, API keys and everything pending, in one transaction. The last admin is refused.
    /// </summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason reason, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (account.IsDisabled) return Refused.ToOperator(OperatorRefusal.AlreadyDisabled, account);
            if (await LastAdmin.Is(tx, account)) return Refused.ToOperator(OperatorRefusal.LastAdmin, account);
            if (await by.Prove(tx, AuditEvent.AdminDisabled) is { } unproven) return unproven;

            await SessionKeeper.EndAllElse(tx, account, null);
            await SessionKeeper.EndAskedMail(tx, account);
            await AccountStore.SetDisabled(tx, account.Id, tx.Now);
            await by.NoteOwn(tx, AuditEvent.AdminDisabled, account.Id, reason);
            var entry = by.Entry(AuditEvent.AdminDisabled, account.Id, reason);
            var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.None, entry);
            await teller.Tell(tx, account, entry, NoticeKind.AccountDisabled, new() { KeysEnded = ended });
            return account;
        }, ct);
}
