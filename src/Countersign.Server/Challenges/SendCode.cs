using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Challenges;

/// <summary>
/// Sends a code by e-mail or SMS: for a sign-in that waits for its second factor, or for one action of a signed-in caller.
/// </summary>
public sealed class SendCode(Ground ground, CodeSender sender, TokenHash tokens, FalseCredentials falses)
{
    /// <summary>For the sign-in that <see cref="SendAsk.Secret"/> is the handle of.</summary>
    public async Task<Answer<CodeSent>> Run(SendAsk ask, Source source, CancellationToken ct)
    {
        var draft = CodeSender.Draft();
        return await sender.Deliver(await ground.Db.Write<Answer<Drafted>>(async tx =>
        {
            var found = await FindSignIn(tx, ask.Secret!);
            if (found.Refused is { Why: Refusal.ChallengeNotFound }) falses.Note(source);
            if (found.Given is not { } signIn) return found.Refused!;

            var target = await TargetOf(tx, signIn.Account, ask, ChallengePurpose.LogIn, hasGrant: false);
            if (target.Given is not { } to) return target.Refused!;

            var asked = new AuditEntry(AuditEvent.CodeSent, source, signIn.Account.Id);
            return await sender.Send(tx, signIn, to, draft with { Secret = ask.Secret! }, asked);
        }, ct), ct);
    }

    /// <summary>For a signed-in caller: always a new challenge, bound to this caller and good for one action.</summary>
    public async Task<Answer<CodeSent>> Run(Caller caller, SendAsk ask, ChallengePurpose purpose, CancellationToken ct)
    {
        var draft = CodeSender.Draft();
        return await sender.Deliver(await ground.Db.Write<Answer<Drafted>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var hasGrant = await EnrollmentStore.HasGrant(tx, account, caller.Leaves);
            var target = await TargetOf(tx, account, ask, purpose, hasGrant);
            if (target.Given is not { } to) return target.Refused!;
            if (await sender.SentTooRecently(tx, account, to, caller.Credential.Word, caller.Credential) is { } wait) return wait;

            return await sender.SendFresh(tx, account, caller.Credential, to, draft, caller.Entry(AuditEvent.CodeSent));
        }, ct), ct);
    }

    private async Task<Answer<Pending>> FindSignIn(Tx tx, Token secret)
    {
        if (await ChallengeStore.FindLive(tx, tokens.UnderAll(secret)) is not { } stored) return Refusal.ChallengeNotFound;
        if (await AccountStore.Find(tx, stored.Challenge.Account) is not { IsDisabled: false } account) return Refusal.ChallengeNotFound;
        if (!ChallengeRules.Fits(stored.Challenge, account, ChallengePurpose.LogIn, null)) return Refusal.ChallengeNotFound;

        return stored.Challenge.IsExpired(tx.Now) ? Refusal.ChallengeExpired : new Pending(account, stored);
    }

    private async Task<Answer<CodeTarget>> TargetOf(Tx tx, Account account, SendAsk ask, ChallengePurpose purpose, bool hasGrant)
    {
        var methods = await MethodStore.ListOf(tx, account.Id);
        return ask.Channel switch
        {
            Channel.Email => CodeTarget.ForEmail(account, methods, purpose, ground.Policy, tx.Now),
            Channel.Sms => CodeTarget.ForSms(account, methods, ask, purpose, ground.Policy, hasGrant),
        };
    }
}
