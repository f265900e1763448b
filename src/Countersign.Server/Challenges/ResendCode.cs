using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Challenges;

/// <summary>
/// Sends the live code of a challenge once more: the same code with the same expiry, failures and sends shared. Whoever
/// lost the handle of a challenge of theirs gets a new one, and the old one dies.
/// </summary>
public sealed class ResendCode(Ground ground, CodeSender sender, SendBudget budget, SentCodes sentCodes, TokenHash tokens)
{
    /// <param name="caller">Null for a sign-in that waits for its second factor.</param>
    /// <param name="ask">The channel, the handle if the client has it, and the number or method the challenge must be for.</param>
    public async Task<Answer<CodeSent>> Run(Caller? caller, SendAsk ask, Source source, CancellationToken ct)
    {
        var fresh = Token.New(TokenKind.Challenge);
        return await sender.Deliver(await ground.Db.Write<Answer<Drafted>>(async tx =>
        {
            var found = await Find(tx, caller, ask);
            if (found.Given is not { } pending) return found.Refused!;
            if (Mismatch(pending.Stored.Challenge, ask) is { } mismatch) return mismatch;
            if (MayResend(pending.Stored.Challenge, tx.Now) is { } refused) return refused;
            if (pending.Stored.SealedCode is null) return Refusal.NoChallenge;
            if (await MayText(tx, caller, pending) is { } no) return no;

            var to = TargetOf(pending.Stored.Challenge);
            if (await budget.Charge(tx, pending.Account, to, source, caller?.Credential) is { } spent) return spent;

            var handle = ask.Secret is null ? tokens.UnderActive(fresh) : null;
            OvertakenException.Unless(await ChallengeStore.TryNoteResend(tx, pending.Stored.Challenge, handle));
            var asked = caller is null
                ? new AuditEntry(AuditEvent.CodeSent, source, pending.Account.Id)
                : caller.Entry(AuditEvent.CodeSent);
            return await sender.Write(tx, pending, to, new(ask.Secret ?? fresh, sentCodes.Open(pending.Stored)), asked);
        }, ct), ct);
    }

    private async Task<Answer<Pending>> Find(Tx tx, Caller? caller, SendAsk ask)
    {
        var account = caller is null ? null : await Callers.Refresh(tx, caller);
        var stored = ask.Secret is { } secret
            ? await ChallengeStore.FindLive(tx, tokens.UnderAll(secret))
            : await ChallengeStore.FindYoungest(tx, account!.Id, ask.Channel, caller!.Credential);
        if (stored?.Challenge is not { } challenge) return ask.Secret is null ? Refusal.NoChallenge : Refusal.ChallengeNotFound;

        account ??= await AccountStore.Find(tx, challenge.Account);
        var fits = account is { IsDisabled: false } && ChallengeRules.Fits(challenge, account, challenge.Purpose, caller?.Credential);
        return fits ? new Pending(account!, stored) : Refusal.ChallengeNotFound;
    }

    // The leave may be spent by now.
    private static async Task<Refusal?> MayText(Tx tx, Caller? caller, Pending pending)
    {
        if (pending.Stored.Challenge is not { Channel: Channel.Sms, Purpose: ChallengePurpose.Enroll }) return null;

        var hasGrant = caller is not null && await EnrollmentStore.HasGrant(tx, pending.Account, caller.Leaves);
        return CodeTarget.MayText(pending.Account, hasGrant);
    }

    private static Refusal? Mismatch(Challenge challenge, SendAsk ask) => challenge switch
    {
        _ when challenge.Channel != ask.Channel => Refusal.NoChallenge,
        _ when ask.Phone is { } phone && phone.E164 != challenge.Destination => Refusal.PhoneNumberMismatch,
        _ when ask.Method is { } method && method != challenge.Method => Refusal.PhoneNumberMismatch,
        _ => null,
    };

    private Refused? MayResend(Challenge challenge, DateTimeOffset now) => ChallengeRules.MayResend(challenge, now, ground.Policy) switch
    {
        ResendOutcome.Allowed => null,
        ResendOutcome.Expired => new(Refusal.ChallengeExpired),
        ResendOutcome.TooSoon => new(Refusal.ResentTooSoon, RetryAt: challenge.LastSentAt + ground.Policy.ResendWait),
        ResendOutcome.TooMany => new(Refusal.SentTooOften, RetryAt: challenge.ExpiresAt),
    };

    private static CodeTarget TargetOf(Challenge challenge) => new(
        challenge.Channel!.Value, challenge.Purpose, challenge.Method, challenge.Destination!,
        challenge.Channel is Channel.Sms ? PhoneNumber.FromE164(challenge.Destination!) : null);
}
