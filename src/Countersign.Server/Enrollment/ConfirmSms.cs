using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>Activates a phone number by the code that was sent to it.</summary>
public sealed class ConfirmSms(
    Ground ground, TokenHash tokens, SentCodes sentCodes, NewMethod newMethod, CodeSets codeSets, AuditLog audit)
{
    /// <param name="phone">The number the caller means; null: the one the challenge was sent to.</param>
    /// <param name="code">Null when what came was no six digits, which does not count.</param>
    public async Task<Answer<MethodAdded>> Run(
        Caller caller, Token secret, PhoneNumber? phone, Code? code, Naming naming, CancellationToken ct)
    {
        var hashes = tokens.UnderAll(secret);
        return await codeSets.Change<Answer<MethodAdded>>(caller.Source.Claim(caller.Account.Id), async (tx, fresh) =>
        {
            var account = await Callers.Refresh(tx, caller);
            var found = await Find(tx, account, caller, hashes, phone, naming);
            if (found.Given is not { } stored) return found.Refused!;
            if (code is not { } six) return Refusal.NotACode;
            if (sentCodes.Compare(stored, six) is not Comparison.Right) return await CountFailure(tx, caller, stored.Challenge);

            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, stored.Challenge.Id));
            var number = PhoneNumber.FromE164(stored.Challenge.Destination!);
            await SmsReturns.NoteReturned(tx, number, SmsUse.NewNumber);
            return await newMethod.Add(
                tx, caller, account, new(MethodOf(account, number, naming.Label, tx.Now), null, naming), fresh);
        }, ct);
    }

    private async Task<Answer<StoredChallenge>> Find(
        Sql sql, Account account, Caller caller, IReadOnlyList<byte[]> hashes, PhoneNumber? phone, Naming naming)
    {
        if (account.IsLegacy) return Refusal.LegacyAccount;
        if (await ChallengeStore.FindLive(sql, hashes) is not { } stored) return Refusal.ChallengeNotFound;

        var challenge = stored.Challenge;
        var methods = await MethodStore.ListOf(sql, account.Id);
        if (challenge.Account == account.Id && methods.Any(method => method.Phone?.E164 == challenge.Destination))
            return Refusal.DuplicateMethod;
        if (!ChallengeRules.Fits(challenge, account, ChallengePurpose.Enroll, caller.Credential)) return Refusal.ChallengeNotFound;
        if (challenge.IsExpired(sql.Now)) return Refusal.ChallengeExpired;
        if (phone is not null && phone.E164 != challenge.Destination) return Refusal.PhoneNumberMismatch;
        if (naming.Replaces is null && methods.Count >= ground.Policy.MethodsPerAccount) return Refusal.TooManyMethods;

        return await EnrollmentStore.HasGrant(sql, account, caller.Leaves) ? stored : Refusal.NotAuthorizedToAdd;
    }

    private async Task<Answer<MethodAdded>> CountFailure(Tx tx, Caller caller, Challenge challenge)
    {
        OvertakenException.Unless(await ChallengeStore.TryCountFailure(tx, challenge));
        if (challenge.FailCount + 1 >= ground.Policy.EnrollmentFailures) await ChallengeStore.TryEnd(tx, challenge.Id);
        await audit.Append(tx, ActivatePending.Wrong(caller.Entry(AuditEvent.AuthnLoginFail), MethodKind.Sms));
        return Refusal.WrongFirstCode;
    }

    private static Method MethodOf(Account account, PhoneNumber phone, string? label, DateTimeOffset now) => new(
        default, account.Id, MethodKind.Sms, label ?? "Phone", phone, null, IsPrimary: false, -1, Guard.Clear, now, now, 1);
}
