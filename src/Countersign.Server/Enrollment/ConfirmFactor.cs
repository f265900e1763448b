using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>The mailbox has vouched for the account's second factor.</summary>
/// <param name="TurnedOn">2FA was turned on by it; else it was on, and is vouched for now.</param>
public sealed record FactorConfirmed(bool TurnedOn);

/// <summary>A mail is on its way.</summary>
public sealed record FactorMailSent;

/// <summary>
/// A second factor that was set up with the password alone, and then the link in a mail: only both together show that it is the owner's.
/// Opening the link changes nothing; its button does, once, and only for the factor that the mail told of: another one that was begun in
/// its place meanwhile is somebody else's.
/// </summary>
public sealed class ConfirmFactor(
    Ground ground, TokenHash tokens, FalseCredentials falses, ActivatePending activate, FactorMail mail, SendBudget budget, AuditLog audit)
{
    /// <summary>Whether a link would do anything. Asking changes nothing, however often.</summary>
    public Task<bool> Works(Token link, CancellationToken ct) =>
        ground.Db.Read(async sql => await Find(sql, link) is not null, ct);

    /// <summary>By the link.</summary>
    public Task<Answer<FactorConfirmed>> Run(Token link, Source source, CancellationToken ct) =>
        ground.Db.Write<Answer<FactorConfirmed>>(async tx =>
        {
            if (await Find(tx, link) is not { } found) return falses.Link(source);
            if (await FrozenChanges.Refuse(tx, found.Account) is { } frozen) return frozen;

            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, found.Challenge));
            if (found.Pending is { } pending)
            {
                return await activate.Finish(tx, found.Account, pending, source)
                    ? new FactorConfirmed(TurnedOn: true)
                    : falses.Link(source);
            }

            await OlderFactors.AreVouchedFor(tx, found.Account.Id);
            await audit.Append(tx, new(AuditEvent.MethodAuthorized, source, found.Account.Id, AuditOutcome.ByLink));
            return new FactorConfirmed(TurnedOn: false);
        }, ct);

    /// <summary>Sends a signed-in person the link for the factors they have.</summary>
    public Task<Answer<FactorMailSent>> Ask(Caller caller, CancellationToken ct) =>
        ground.Db.Write<Answer<FactorMailSent>>(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        if (!account.IsEmailVerified) return Refusal.EmailNotVerified;
        var to = new CodeTarget(Channel.Email, ChallengePurpose.ConfirmFactor, null, account.Email.Canonical, null);
        if (await budget.Charge(tx, account, to, caller.Source, caller.Credential) is { } spent) return spent;

        await mail.Enqueue(tx, account, Concern.OfMethods(await MethodStore.ListOf(tx, account.Id)));
        return new FactorMailSent();
    }, ct);

    private async Task<Found?> Find(Sql sql, Token link)
    {
        if (await ChallengeStore.FindLive(sql, tokens.UnderAll(link)) is not { Challenge: var challenge } || challenge.IsExpired(sql.Now))
            return null;
        if (await AccountStore.Find(sql, challenge.Account) is not { IsDisabled: false } account) return null;

        return ChallengeRules.Fits(challenge, account, ChallengePurpose.ConfirmFactor, null)
            ? await FindWhatItNames(sql, account, challenge)
            : null;
    }

    private static async Task<Found?> FindWhatItNames(Sql sql, Account account, Challenge challenge)
    {
        if (await PendingMethodStore.FindLive(sql, account) is { } pending && challenge.Concerns == Concern.OfPending(pending.Id))
            return new(account, challenge.Id, pending);

        var methods = await MethodStore.ListOf(sql, account.Id);
        return account.NeedsSecondFactor(methods.Count) && challenge.Concerns == Concern.OfMethods(methods)
            ? new(account, challenge.Id, null)
            : null;
    }

    private sealed record Found(Account Account, ChallengeId Challenge, PendingMethod? Pending);
}
