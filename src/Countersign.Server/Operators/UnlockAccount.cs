using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Takes every lock, failure count and wait off an account. Its factors stay as they are.</summary>
public sealed class UnlockAccount(Ground ground, PasswordThrottle throttle, ChangeTeller teller)
{
    /// <summary>Unlocks, in one transaction with the audit rows and the notice.</summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason? reason, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (await by.Prove(tx, AuditEvent.AdminUnlocked) is { } unproven) return unproven;

            await MethodStore.ClearLocks(tx, account.Id);
            await GuardStore.ClearAll(tx, account.Id);
            await throttle.Forgive(tx, account);
            await by.NoteOwn(tx, AuditEvent.AdminUnlocked, account.Id, reason);
            await teller.Tell(tx, account, by.Entry(AuditEvent.AdminUnlocked, account.Id, reason), NoticeKind.AccountUnlocked);
            return account;
        }, ct);
}
