using System.Globalization;
using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>A challenge and the account it belongs to.</summary>
public sealed record Pending(Account Account, StoredChallenge Stored);

/// <summary>The chance a sent code takes, drawn before the transaction so that running it again changes nothing.</summary>
public sealed record CodeDraft(Token Secret, Code Code);

/// <summary>A code whose message is committed and waits to be sent.</summary>
public sealed record Drafted(CodeSent Sent, ChallengeId Challenge, MessageId Message);

/// <summary>What sending and resending share: budgets, the code in its challenge, the message in the outbox, the first attempt.</summary>
public sealed class CodeSender(
    Policy policy, SentCodes sentCodes, SendBudget budget, CodeMail mail, TokenHash tokens, AuditLog audit)
{
    /// <summary>A new handle and a new code, each of 10^6 equally likely.</summary>
    public static CodeDraft Draft() =>
        new(Token.New(TokenKind.Challenge), Code.FromNumber(RandomNumberGenerator.GetInt32(1_000_000)));

    /// <summary>
    /// Gives a challenge a code and writes its message. The live code of the same destination is sent again instead of a
    /// new one: a late message stays valid, and nothing resets.
    /// </summary>
    public async Task<Answer<Drafted>> Send(
        Tx tx, Pending pending, CodeTarget to, CodeDraft draft, AuditEntry asked)
    {
        var challenge = pending.Stored.Challenge;
        var again = challenge.Channel == to.Channel && challenge.Destination == to.Destination && pending.Stored.SealedCode is not null;
        if (await Refuse(tx, pending, to) is { } refused) return refused;
        if (await budget.Charge(tx, pending.Account, to, asked.Source, asked.Credential) is { } spent) return spent;

        var code = again ? sentCodes.Open(pending.Stored) : draft.Code;
        OvertakenException.Unless(again
            ? await ChallengeStore.TryNoteResend(tx, challenge, null)
            : await ChallengeStore.TrySetCode(tx, challenge, sentCodes.Keep(challenge, to.Channel, to.Method, to.Destination, code)));
        return await Write(tx, pending, to, new(draft.Secret, code), asked);
    }

    /// <summary>
    /// Opens a challenge and sends its code. Only one that went out takes the place of another: whoever is refused keeps the code that they
    /// have.
    /// </summary>
    public async Task<Answer<Drafted>> SendFresh(
        Tx tx, Account account, Credential by, CodeTarget to, CodeDraft draft, AuditEntry asked)
    {
        var ask = new NewChallenge(account, to.Purpose, tokens.UnderActive(draft.Secret), by, tx.Now + policy.ChallengeLife);
        var id = await ChallengeStore.Open(tx, ask);
        var sent = await Send(tx, new(account, (await ChallengeStore.FindLive(tx, id))!), to, draft, asked);
        if (sent.Given is null)
        {
            await ChallengeStore.Forget(tx, id);
            return sent;
        }

        await ChallengeStore.Supersede(tx, ask, id, to.Destination);
        await OpenChallenges.KeepFew(tx, policy.OpenChallenges, policy.OpenChallengesInAll, ask);
        return sent;
    }

    /// <summary>Writes the message of a code that its challenge already keeps.</summary>
    public async Task<Answer<Drafted>> Write(
        Tx tx, Pending pending, CodeTarget to, CodeDraft draft, AuditEntry asked)
    {
        var challenge = pending.Stored.Challenge;
        if (to.Phone is { } phone) await SmsReturns.NoteSent(tx, phone, ChallengeRules.SmsUseOf(to.Purpose));
        await audit.Append(tx, asked with { Factor = VerificationRules.KindOf(to.Channel), Method = to.Method });
        var message = await mail.Enqueue(tx, pending.Account, challenge, to, draft.Code);
        return new Drafted(new(draft.Secret, to), challenge.Id, message);
    }

    /// <summary>After the commit: waits a little for the first attempt, so that a permanent refusal is told at once.</summary>
    public async Task<Answer<CodeSent>> Deliver(Answer<Drafted> answer, CancellationToken ct)
    {
        if (answer.Given is not { } drafted) return answer.Refused!;

        return await mail.FirstAttempt(drafted.Message, ct) switch
        {
            DeliveryResult.Sent => drafted.Sent,
            DeliveryResult.Waiting => drafted.Sent with { Waits = true },
            DeliveryResult.Refused => new Refused(Refusal.NotDelivered) { Gateway = await mail.GatewayOf(drafted.Message, ct) },
            DeliveryResult.OurFault => Refusal.CannotSend,
        };
    }

    /// <summary>
    /// Whether this one had a code sent to this number or address within the last half minute. A signed-in caller who asks for a
    /// mail always gets a new challenge; what mails may cost is the budget's to say.
    /// </summary>
    /// <param name="opener">Who asks, as <see cref="StoredChallenge.Opener"/> names them.</param>
    /// <param name="by">The credential that they ask with.</param>
    public async Task<Refused?> SentTooRecently(Sql sql, Account account, CodeTarget to, string? opener, Credential? by)
    {
        var isSignedIn = by is { IsPassword: false };
        if (to.Channel is Channel.Email && (isSignedIn || to.Purpose is not ChallengePurpose.LogIn)) return null;

        var last = await ChallengeStore.LastSent(sql, account.Id, to.Destination, opener);
        return last + policy.ResendWait > sql.Now ? new(Refusal.SentTooRecently, RetryAt: last + policy.ResendWait) : null;
    }

    private async Task<Refused?> Refuse(Tx tx, Pending pending, CodeTarget to)
    {
        if (await SentTooRecently(tx, pending.Account, to, pending.Stored.Opener, pending.Stored.Challenge.OpenedBy) is { } wait)
            return wait;
        if (pending.Stored.Challenge.SendCount >= policy.SendsPerChallenge)
            return new(Refusal.SentTooOften, RetryAt: pending.Stored.Challenge.ExpiresAt);

        return await LockOf(tx, pending.Account, to) is { } until
            ? new(Refusal.Proof, new(Outcome.Locked, VerificationRules.KindOf(to.Channel), to.Method, until.FailCount, until.LockedUntil))
            : null;
    }

    // A locked factor gets no code: it could not be used, and would only cost.
    private static async Task<Guard?> LockOf(Sql sql, Account account, CodeTarget to)
    {
        if (to.Purpose is ChallengePurpose.Enroll) return null;

        var guard = to switch
        {
            { Method: { } id } => (await MethodStore.Find(sql, account.Id, id))?.Guard ?? Guard.Clear,
            { Channel: Channel.Sms } => (await GuardStore.Read(sql, account.Id, GuardKind.PhoneOnFile)).Guard,
            { Channel: Channel.Email } => (await GuardStore.Read(sql, account.Id, GuardKind.Email)).Guard,
            _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"There is no channel {to.Channel}.")),
        };
        return guard.IsLocked(sql.Now) ? guard : null;
    }
}
