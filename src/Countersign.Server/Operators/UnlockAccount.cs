using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>What becomes of the last time step of an account's apps.</summary>
public enum AppSteps
{
    /// <summary>It stays: a code that was accepted is never accepted again.</summary>
    Kept,

    /// <summary>
    /// A step that lies in the future is set to the next one: the clock was wrong when it was accepted, and the codes of now are refused
    /// because of it. A code that was accepted under the wrong clock would be good once more when its time comes.
    /// </summary>
    SetBack,
}

/// <summary>Takes every lock, failure count and wait off an account. Its factors stay as they are.</summary>
public sealed class UnlockAccount(Ground ground, PasswordThrottle throttle, ChangeTeller teller)
{
    /// <summary>Unlocks, in one transaction with the audit rows and the notice.</summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason? reason, CancellationToken ct) =>
        Run(by, target, reason, AppSteps.Kept, ct);

    /// <summary>The same, and what an operator's shell may do beside: set the steps of the apps back.</summary>
    public Task<Answer<Account>> Run(Actor by, Target target, Reason? reason, AppSteps steps, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found;
            if (await by.Prove(tx, AuditEvent.AdminUnlocked) is { } unproven) return unproven;

            await MethodStore.ClearLocks(tx, account.Id);
            if (steps is AppSteps.SetBack) await MethodStore.SetStepsBack(tx, account.Id, Totp.StepAt(tx.Now) + 1);
            await GuardStore.ClearAll(tx, account.Id);
            await throttle.Forgive(tx, account);
            await by.NoteOwn(tx, AuditEvent.AdminUnlocked, account.Id, reason);
            await teller.Tell(tx, account, by.Entry(AuditEvent.AdminUnlocked, account.Id, reason), NoticeKind.AccountUnlocked);
            return account;
        }, ct);
}
