using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>The mail with the link is on its way.</summary>
/// <param name="WorksFrom">When the link begins to work.</param>
public sealed record DisableAsked(DateTimeOffset WorksFrom);

/// <summary>
/// Asks to turn 2FA off without any factor, for somebody who lost them all: a link goes to the account's address and a
/// warning to its phones. It changes nothing yet.
/// </summary>
public sealed class AskToDisable(Ground ground, DisableMail mail, SendBudget budget, PhoneNotices phones, AuditLog audit)
{
    public async Task<Answer<DisableAsked>> Run(PasswordCaller caller, CancellationToken ct)
    {
        return await ground.Db.Write<Answer<DisableAsked>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            var methods = await MethodStore.ListOf(tx, account.Id);
            var requirement = await RequirementStore.Read(tx, ground.Policy);
            if (DisableRules.Refuse(account, methods.Count, ground.Policy, requirement) is { } refused) return refused;
            if (Refused.WhileMailWaits(account, tx.Now) is { } waits) return waits;
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;

            var to = new CodeTarget(Channel.Email, ChallengePurpose.Disable, null, account.Email.Canonical, null);
            if (await budget.Charge(tx, account, to, caller.Source, Credential.PasswordAlone) is { } spent) return spent;

            await mail.Enqueue(tx, account);
            await phones.Tell(tx, account, methods, NoticeKind.TwoFactorDisableAsked);
            await audit.Append(tx, caller.Entry(AuditEvent.SecondFactorDisableAsked));
            return new DisableAsked(tx.Now + ground.Policy.DisableDelay);
        }, ct);
    }
}
