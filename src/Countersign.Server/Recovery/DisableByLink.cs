using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>2FA is off.</summary>
public sealed record TwoFactorOff(AccountId Account);

/// <summary>
/// Turns 2FA off by a mailed link and the password: every method, recovery code, session and API key of the account is gone, a deletion
/// that waits is called off, and its person is told everywhere. A link is good once, for its account, until the account's credentials
/// change.
/// </summary>
public sealed class DisableByLink(
    Ground ground, TokenHash tokens, FalseCredentials falses, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    public Task<Answer<TwoFactorOff>> Run(PasswordCaller caller, Token link, CancellationToken ct)
    {
        return ground.Db.Write<Answer<TwoFactorOff>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            var methods = await MethodStore.ListOf(tx, account.Id);
            if (await ChallengeStore.FindLive(tx, tokens.UnderAll(link)) is not { Challenge: var challenge } found)
                return falses.Link(caller.Source);
            if (!ChallengeRules.Fits(challenge, account, ChallengePurpose.Disable, null))
                return falses.Link(caller.Source);
            // The owner has the whole wait to object, and then the link its whole life.
            var worksFrom = DisableRules.WorksFrom(challenge, ground.Policy);
            var from = worksFrom > found.OpenedAt ? await SteadyClock.EndOf(tx, found.OpenedAt, found.Lived, worksFrom) : worksFrom;
            if (from + (challenge.ExpiresAt - worksFrom) <= tx.Now) return falses.Link(caller.Source);

            var requirement = await RequirementStore.Read(tx, ground.Policy);
            if (DisableRules.Refuse(account, methods.Count, ground.Policy, requirement) is { } refused) return refused;
            if (Refused.WhileMailWaits(account, tx.Now) is { } waits) return waits;
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            if (tx.Now < from) return new Refused(Refusal.TooEarly, RetryAt: from);

            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
            await TurnOff(tx, caller, account, methods);
            return new TwoFactorOff(account.Id);
        }, ct);
    }

    private async Task TurnOff(Tx tx, PasswordCaller caller, Account account, IReadOnlyList<Method> methods)
    {
        var strangers = await phones.FindStrangers(tx, account);
        await SessionKeeper.EndAllElse(tx, account, null);
        await SecondFactorOff.Take(tx, account.Id);

        // A key that was a first factor would be all of the account.
        var entry = caller.Entry(AuditEvent.SecondFactorDisabled);
        var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
        await StandingDeletion.CallOff(tx, account, entry, teller);
        await teller.Tell(tx, account, entry, NoticeKind.TwoFactorDisabled, new() { KeysEnded = ended });
        await phones.Tell(tx, account, methods, NoticeKind.TwoFactorDisabled, before: strangers);
    }
}
