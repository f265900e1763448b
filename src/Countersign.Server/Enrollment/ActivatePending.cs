using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>
/// Turns a pending method into the account's first one, by its first right code: the method and its recovery codes become
/// good together, and everything begun before ends.
/// </summary>
public sealed class ActivatePending(Ground ground, SecretBox box, SentCodes sentCodes, ChangeTeller teller)
{
    /// <summary>Activates, or counts a wrong code. A recovery code is as wrong as any: it is worth nothing yet.</summary>
    public async Task<Answer<OtpVerified>> Run(Tx tx, PasswordCaller caller, Account account, Code? code)
    {
        if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
        if (await PendingMethodStore.FindLive(tx, account) is not { } pending) return Refusal.NothingPending;
        if (await Prove(tx, account, pending, code) is not { } proven)
        {
            OvertakenException.Unless(await PendingMethodStore.TryCountFailure(tx, pending, ground.Policy.EnrollmentFailures));
            return Refusal.WrongFirstCode;
        }

        var codes = await PendingMethodStore.CodesOf(tx, pending);
        OvertakenException.Unless(await PendingMethodStore.TryTake(tx, pending));
        await SessionKeeper.EndAllElse(tx, account, null);
        var id = await MethodStore.Add(tx, proven.Method);
        if (proven.Key is { } key) await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account.Id, id)));
        await BackupCodeStore.Replace(tx, account.Id, codes);

        var entry = caller.Entry(AuditEvent.MethodAdded) with { Factor = VerificationRules.KindOf(pending.Kind), Method = id };
        await teller.Tell(tx, account, entry, NoticeKind.TwoFactorEnabled, new() { Method = proven.Method });
        return new OtpVerified(IsActivation: true);
    }

    private async Task<Proven?> Prove(Tx tx, Account account, PendingMethod pending, Code? code) => pending.Kind switch
    {
        MethodKind.Totp => ProveApp(account, pending, code, tx.Now),
        MethodKind.Sms => await ProveSent(tx, account, Channel.Sms, pending.Phone!.E164, code)
            ? await Returned(tx, account, pending.Phone)
            : null,
        MethodKind.Email => await ProveSent(tx, account, Channel.Email, account.Email.Canonical, code)
            ? new(Made(account, MethodKind.Email, "E-mail", tx.Now))
            : null,
    };

    // A key that cannot be opened proves nothing.
    private Proven? ProveApp(Account account, PendingMethod pending, Code? code, DateTimeOffset now) =>
        code is { } six
        && box.TryOpen(pending.SealedKey, MethodKeys.PlaceOfPending(account.Id, pending.Id), out var key)
        && Totp.FindStep(key, six, now, ground.Policy.Skew, -1) is { } step
            ? new(Made(account, MethodKind.Totp, "Authenticator app", now) with { LastStep = step }, key)
            : null;

    private async Task<bool> ProveSent(Tx tx, Account account, Channel channel, string destination, Code? code) =>
        await ChallengeStore.FindYoungest(tx, account.Id, channel, PasswordCaller.Credential) is { } sent
        && ChallengeRules.Fits(sent.Challenge, account, ChallengePurpose.Enroll, PasswordCaller.Credential)
        && sent.Challenge.Destination == destination
        && sentCodes.Compare(sent, code) is Comparison.Right;

    private static async Task<Proven> Returned(Tx tx, Account account, PhoneNumber phone)
    {
        await SmsReturns.NoteReturned(tx, phone);
        return new(Made(account, MethodKind.Sms, "Phone", tx.Now) with { Phone = phone });
    }

    private static Method Made(Account account, MethodKind kind, string label, DateTimeOffset now) => new(
        default, account.Id, kind, label, null, null, IsPrimary: true, -1, Guard.Clear, now, now, 1);

    private sealed record Proven(Method Method, byte[]? Key = null);
}
