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
/// good together, and everything begun before ends. For admins, and for everybody where the operator wants it, the mailbox must vouch for
/// it too: the password alone must not decide whose factor it is.
/// </summary>
public sealed class ActivatePending(
    Ground ground, SecretBox box, SentCodes sentCodes, FactorMail mail, SendBudget budget, ChangeTeller teller,
    PhoneNotices phones)
{
    /// <summary>Activates, or counts a wrong code. What is no six digits is none; recovery codes are worth nothing yet.</summary>
    public async Task<Answer<OtpVerified>> Run(Tx tx, PasswordCaller caller, Account account, Code? offered)
    {
        if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
        if (await PendingMethodStore.FindLive(tx, account) is not { } pending) return Refusal.NothingPending;
        if (offered is not { } code) return Refusal.NotACode;
        if (await Prove(tx, account, pending, code) is not { } proven)
        {
            OvertakenException.Unless(await PendingMethodStore.TryCountFailure(tx, pending, ground.Policy.EnrollmentFailures));
            await teller.Note(tx, Wrong(caller.Entry(AuditEvent.AuthnLoginFail), pending.Kind));
            return Refusal.WrongFirstCode;
        }

        if (pending.Kind is not MethodKind.Email && (account.IsAdmin || ground.Policy.ConfirmFirstFactor))
            return await AskMailbox(tx, caller, account, pending, proven);

        await Activate(tx, account, pending, proven, caller.Entry(AuditEvent.MethodAdded));
        await SendBudget.NoteOwner(tx, account, caller.Source);
        return new OtpVerified(IsActivation: true);
    }

    /// <summary>
    /// Activates this method, whose right code was seen before, now that the mailbox has vouched for it; false when it cannot be.
    /// </summary>
    public async Task<bool> Finish(Tx tx, Account account, PendingMethod pending, Source source)
    {
        if (pending.ConfirmedStep is not { } step || Confirmed(account, pending, step, tx.Now) is not { } proven) return false;

        await Activate(
            tx, account, pending, proven, new(AuditEvent.MethodAdded, source, account.Id, AuditOutcome.ByLink), isVouchedFor: true);
        return true;
    }

    /// <summary>The entry of a wrong first code.</summary>
    internal static AuditEntry Wrong(AuditEntry asked, MethodKind kind) =>
        asked with { Outcome = AuditOutcome.WrongCode, Factor = VerificationRules.KindOf(kind) };

    // The code is right, and stays seen: a second one is not asked for.
    private async Task<Refused> AskMailbox(Tx tx, PasswordCaller caller, Account account, PendingMethod pending, Proven proven)
    {
        OvertakenException.Unless(
            await PendingMethodStore.TryConfirm(tx, pending, proven.Method.LastStep, tx.Now + ground.Policy.LinkLife));
        var to = new CodeTarget(Channel.Email, ChallengePurpose.ConfirmFactor, null, account.Email.Canonical, null);
        if (await budget.Charge(tx, account, to, caller.Source, Credential.PasswordAlone) is { } spent) return spent;

        await mail.Enqueue(tx, account, Concern.OfPending(pending.Id));
        await teller.Note(tx, caller.Entry(AuditEvent.MethodSetUp) with { Factor = VerificationRules.KindOf(pending.Kind) });
        return new(Refusal.MailboxToVouch);
    }

    private async Task Activate(
        Tx tx, Account account, PendingMethod pending, Proven proven, AuditEntry entry, bool isVouchedFor = false)
    {
        var codes = await PendingMethodStore.CodesOf(tx, pending);
        OvertakenException.Unless(await PendingMethodStore.TryTake(tx, pending));
        await SessionKeeper.EndAllElse(tx, account, null);
        var id = await MethodStore.Add(tx, proven.Method);
        if (proven.Key is { } key) await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account.Id, id)));
        await BackupCodeStore.Replace(tx, account.Id, codes);

        // Whether admin rights may ever be used with it, and whether it stands against the mailbox.
        var isMailboxs = isVouchedFor || pending.Kind is MethodKind.Email;
        if (isMailboxs) await OlderFactors.AreVouchedFor(tx, account.Id);
        else await OlderFactors.AreUnvouched(tx, account.Id);

        await teller.Tell(
            tx, account, entry with { Factor = VerificationRules.KindOf(pending.Kind), Method = id }, NoticeKind.TwoFactorEnabled,
            new() { Method = proven.Method, CanBeStopped = true, About = isMailboxs ? null : Concern.OfFactorSince(tx.Now) });
        if (proven.Method.Phone is { } number) await phones.Tell(tx, account, [], NoticeKind.MethodAdded, except: number);
    }

    private async Task<Proven?> Prove(Tx tx, Account account, PendingMethod pending, Code code) => pending.Kind switch
    {
        MethodKind.Totp => ProveApp(account, pending, code, tx.Now),
        MethodKind.Sms => await ProveSent(tx, account, Channel.Sms, pending.Phone!.E164, code)
            ? await Returned(tx, account, pending.Phone)
            : null,
        MethodKind.Email => await ProveSent(tx, account, Channel.Email, account.Email.Canonical, code)
            ? new(Made(account, MethodKind.Email, "E-mail", tx.Now))
            : null,
        MethodKind.Passkey => null,
    };

    // A key that cannot be opened proves nothing.
    private Proven? ProveApp(Account account, PendingMethod pending, Code code, DateTimeOffset now) =>
        box.TryOpen(pending.SealedKey, MethodKeys.PlaceOfPending(account.Id, pending.Id), out var key)
        && Totp.FindStep(key, code, now, ground.Policy.Skew, pending.ConfirmedStep ?? -1) is { } step
        && step > (pending.ConfirmedStep ?? -1)
            ? new(App(account, step, now), key)
            : null;

    private Proven? Confirmed(Account account, PendingMethod pending, long step, DateTimeOffset now) => pending.Kind switch
    {
        MethodKind.Totp => box.TryOpen(pending.SealedKey, MethodKeys.PlaceOfPending(account.Id, pending.Id), out var key)
            ? new(App(account, step, now), key)
            : null,
        MethodKind.Sms => new(Made(account, MethodKind.Sms, "Phone", now) with { Phone = pending.Phone }),
        MethodKind.Email or MethodKind.Passkey => null,
    };

    private async Task<bool> ProveSent(Tx tx, Account account, Channel channel, string destination, Code code) =>
        await ChallengeStore.FindYoungest(tx, account.Id, channel, Credential.PasswordAlone) is { } sent
        && ChallengeRules.Fits(sent.Challenge, account, ChallengePurpose.Enroll, Credential.PasswordAlone)
        && sent.Challenge.Destination == destination
        && sentCodes.Compare(sent, code) is Comparison.Right;

    private static async Task<Proven> Returned(Tx tx, Account account, PhoneNumber phone)
    {
        await SmsReturns.NoteReturned(tx, phone, SmsUse.NewNumber);
        return new(Made(account, MethodKind.Sms, "Phone", tx.Now) with { Phone = phone });
    }

    private static Method App(Account account, long step, DateTimeOffset now) =>
        Made(account, MethodKind.Totp, "Authenticator app", now) with { LastStep = step };

    private static Method Made(Account account, MethodKind kind, string label, DateTimeOffset now) => new(
        default, account.Id, kind, label, null, null, IsPrimary: true, -1, Guard.Clear, now, now, 1);

    private sealed record Proven(Method Method, byte[]? Key = null);
}
