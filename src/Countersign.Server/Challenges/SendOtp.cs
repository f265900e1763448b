using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Challenges;

/// <summary>Where a one-time password is to be had.</summary>
/// <param name="Sent">Where a code went; null when it is in an authenticator app and nothing was sent.</param>
public sealed record OtpOnItsWay(CodeTarget? Sent);

/// <summary>
/// Sends a code to somebody who comes with user name and password: by the account's primary method or, while that waits
/// for its first code, by the pending one. A live code of theirs is sent again.
/// </summary>
public sealed class SendOtp(Ground ground, CodeSender sender)
{
    public async Task<Answer<OtpOnItsWay>> Run(PasswordCaller caller, CancellationToken ct)
    {
        var draft = CodeSender.Draft();
        var drafted = await ground.Db.Write<Answer<Letter>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            var target = await TargetOf(tx, account);
            if (target.Given is not { } way) return target.Refused!;
            if (way.Sent is not { } to) return new Letter(null);

            var sent = await Send(tx, caller, account, to, draft);
            return sent.Given is { } letter ? new Letter(letter) : sent.Refused!;
        }, ct);
        if (drafted.Given is not { } given) return drafted.Refused!;
        if (given.Draft is null) return new OtpOnItsWay(null);

        var delivered = await sender.Deliver(given.Draft, ct);
        return delivered.Given is { } code ? new OtpOnItsWay(code.Target) : delivered.Refused!;
    }

    private async Task<Answer<Drafted>> Send(
        Tx tx, PasswordCaller caller, Account account, CodeTarget to, CodeDraft draft)
    {
        if (await sender.SentTooRecently(tx, account, to, caller.Credential.Word, caller.Credential) is { } wait)
            return wait;

        var asked = caller.Entry(AuditEvent.CodeSent);
        return await FindLive(tx, caller, account, to) is { } live
            ? await sender.Send(tx, new(account, live), to, draft, asked)
            : await sender.SendFresh(tx, account, caller.Credential, to, draft, asked);
    }

    // Everybody who knows the password is the same caller here: a second one must not kill the code that the first is typing.
    private static async Task<StoredChallenge?> FindLive(Tx tx, PasswordCaller caller, Account account, CodeTarget to) =>
        await ChallengeStore.FindYoungest(tx, account.Id, to.Channel, caller.Credential) is { SealedCode: not null } live
        && live.Challenge.Destination == to.Destination
        && ChallengeRules.Fits(live.Challenge, account, to.Purpose, caller.Credential)
            ? live
            : null;

    private async Task<Answer<OtpOnItsWay>> TargetOf(Tx tx, Account account)
    {
        var methods = await MethodStore.ListOf(tx, account.Id);
        if (VerificationRules.AreAllPasskeys(methods)) return Refusal.PasskeyOnly;
        if (account.NeedsSecondFactor(methods.Count)) return Wrap(OfActive(account, methods, tx.Now));

        return await PendingMethodStore.FindLive(tx, account) is { } pending
            ? Wrap(OfPending(account, pending))
            : Refusal.NothingPending;
    }

    private Answer<CodeTarget>? OfActive(Account account, IReadOnlyList<Method> methods, DateTimeOffset now) =>
        OtpVerifier.PrimaryOf(methods) switch
        {
            { Kind: MethodKind.Totp } => null,
            { Kind: MethodKind.Email } => CodeTarget.ForEmail(account, methods, ChallengePurpose.LogIn, ground.Policy, now),
            var phone => CodeTarget.ForSms(
                account, methods, new(Channel.Sms, Method: phone?.Id), ChallengePurpose.LogIn, ground.Policy, hasGrant: false),
        };

    private Answer<CodeTarget>? OfPending(Account account, PendingMethod pending) => pending.Kind switch
    {
        MethodKind.Totp or MethodKind.Passkey => null,
        MethodKind.Email => new CodeTarget(Channel.Email, ChallengePurpose.Enroll, null, account.Email.Canonical, null),
        MethodKind.Sms when !ground.Policy.SmsAllowed => Refusal.SmsNotOffered,
        // Here the password alone gives leave: it is how these clients turn 2FA on. The address must be proven even so.
        MethodKind.Sms when CodeTarget.MayText(account, hasGrant: true) is { } no => no,
        MethodKind.Sms => new CodeTarget(Channel.Sms, ChallengePurpose.Enroll, null, pending.Phone!.E164, pending.Phone),
    };

    private static Answer<OtpOnItsWay> Wrap(Answer<CodeTarget>? target) => target switch
    {
        null => new OtpOnItsWay(null),
        { Given: { } to } => new OtpOnItsWay(to),
        _ => target.Refused!,
    };

    private sealed record Letter(Drafted? Draft);
}
