using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Challenges;

/// <summary>
/// Has the code of a text message that is late read out by phone: the same code with the same expiry, which pays as a text message does.
/// Once the call was taken nothing more of that message goes out; if it is refused, the message goes on.
/// </summary>
public sealed class CallInstead(Ground ground, CodeSender sender, TokenHash tokens, ServerSettings settings)
{
    /// <param name="caller">Null for a sign-in that waits for its second factor.</param>
    /// <param name="secret">The handle that came with the code.</param>
    public async Task<Answer<CodeSent>> Run(Caller? caller, Token secret, Source source, CancellationToken ct) =>
        await sender.Deliver(await ground.Db.Write<Answer<Drafted>>(async tx =>
        {
            var found = await Find(tx, caller, secret);
            if (found.Given is not { } pending) return found.Refused!;

            var challenge = pending.Stored.Challenge;
            if (!IsFor(challenge, settings) || pending.Stored.SealedCode is null) return Refusal.NoChallenge;
            if (await DeliveryStore.OfCode(tx, challenge) is not { IsUnderWay: false, Told: not Told.Delivered })
                return Wait(tx);

            var to = new CodeTarget(
                Channel.Sms, challenge.Purpose, challenge.Method, challenge.Destination!, PhoneNumber.FromE164(challenge.Destination!))
            {
                AsCall = true,
            };
            var asked = caller is null
                ? new AuditEntry(AuditEvent.CodeSent, source, pending.Account.Id)
                : caller.Entry(AuditEvent.CodeSent);
            if (!await SecondRouteStore.TryHoldBack(tx, challenge)) return Undone(tx, Wait(tx));

            var sent = await sender.Send(tx, pending, to, CodeSender.Draft() with { Secret = secret }, asked);
            return sent.Given is null ? Undone(tx, sent) : sent;
        }, ct), ct);

    /// <summary>Whether the code of a challenge may be read out by phone where it goes to.</summary>
    internal static bool IsFor(Challenge challenge, ServerSettings settings) =>
        challenge is { Channel: Channel.Sms, Destination: { } number, Purpose: not ChallengePurpose.Enroll }
        && settings.Sms.WaysOfCall(NumberingPlans.FindOrigin(PhoneNumber.FromE164(number))?.Region, seed: 0).Length > 0;

    private Refused Wait(Tx tx) => new(Refusal.SentTooRecently, RetryAt: tx.Now + ground.Policy.ResendWait);

    // Whoever is not called keeps what was on its way.
    private static Answer<Drafted> Undone(Tx tx, Answer<Drafted> refused)
    {
        tx.Undo();
        return refused;
    }

    private async Task<Answer<Pending>> Find(Tx tx, Caller? caller, Token secret)
    {
        var account = caller is null ? null : await Callers.Refresh(tx, caller);
        if (await ChallengeStore.FindLive(tx, tokens.UnderAll(secret)) is not { Challenge: var challenge } stored)
            return Refusal.ChallengeNotFound;

        account ??= await AccountStore.Find(tx, challenge.Account);
        if (account is not { IsDisabled: false }) return Refusal.ChallengeNotFound;
        if (!ChallengeRules.Fits(challenge, account, challenge.Purpose, caller?.Credential)) return Refusal.ChallengeNotFound;

        return challenge.IsExpired(tx.Now) ? Refusal.ChallengeExpired : new Pending(account, stored);
    }
}
