using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>Which method to begin.</summary>
/// <param name="Phone">The number, for SMS.</param>
public sealed record EnableAsk(MethodKind Kind, PhoneNumber? Phone);

/// <summary>A method waits for its first code.</summary>
/// <param name="RecoveryCodes">Shown now, good for nothing before that first code.</param>
/// <param name="Key">The key of an authenticator app.</param>
public sealed record MethodBegun(MethodKind Kind, IReadOnlyList<BackupCode> RecoveryCodes, TotpKey? Key);

/// <summary>
/// Begins the account's first method, on the password alone. Nothing changes for the account until <see cref="VerifyOtp"/>
/// has seen a right code; beginning again takes the place of what was begun.
/// </summary>
public sealed class EnableMethod(Ground ground, BackupCodeHash codes, SecretBox box, AuditLog audit, IssuerName issuer)
{
    // RFC 4226 §4, R6: 160 bits.
    private const int KeyBytes = 20;

    private static readonly Rate Beginnings = new(20, TimeSpan.FromHours(1));

    public async Task<Answer<MethodBegun>> Run(PasswordCaller caller, EnableAsk ask, CancellationToken ct)
    {
        if (await ground.Db.Write(caller.Account.Id, tx => Admit(tx, caller, ask), ct) is { } refused) return refused;

        using var turn = await codes.Turn(caller.Source.Claim(caller.Account.Id), ct);
        var set = await codes.MakeSet(ground.Policy.RecoveryCodes, turn, ct);
        var key = ask.Kind is MethodKind.Totp ? RandomNumberGenerator.GetBytes(KeyBytes) : null;
        return await ground.Db.Write<Answer<MethodBegun>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            if (await Refuse(tx, account, ask) is { } late) return late;

            await ChallengeStore.EndOpenedBy(tx, account.Id, Credential.PasswordAlone);
            var id = await PendingMethodStore.Replace(tx, account, ask.Kind, ask.Phone, set.Stored, tx.Now + ground.Policy.TotpSetupLife);
            if (key is not null) await PendingMethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOfPending(account.Id, id)));
            await audit.Append(tx, caller.Entry(AuditEvent.MethodSetUp) with { Factor = VerificationRules.KindOf(ask.Kind) });
            return new MethodBegun(ask.Kind, set.Codes, key is null ? null : Shown(account, key));
        }, ct);
    }

    // Before the slow hashes of the codes: whoever may not begin costs nothing.
    private async Task<Refused?> Admit(Tx tx, PasswordCaller caller, EnableAsk ask)
    {
        var account = await caller.Refresh(tx);
        if (await Refuse(tx, account, ask) is { } refused) return refused;

        var limit = new Limit(Buckets.Enable(account.Id), Beginnings);
        return await LimitStore.TryTake(tx, limit) ? null : new(Refusal.TryLater, RetryAt: await LimitStore.OpensAt(tx, limit));
    }

    private async Task<Refused?> Refuse(Tx tx, Account account, EnableAsk ask)
    {
        if (account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id))) return new(Refusal.SecondFactorIsOn);
        if (!account.IsEmailVerified) return new(Refusal.EmailNotVerified);
        if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;

        return NotOffered(ask) is { } no ? new(no) : null;
    }

    private Refusal? NotOffered(EnableAsk ask) => ask.Kind switch
    {
        MethodKind.Totp => null,
        MethodKind.Passkey => throw new InvalidOperationException("A passkey is begun at a page only."),
        MethodKind.Email => ground.Policy.EmailCodes is EmailCodes.Off ? Refusal.EmailNotAccepted : null,
        MethodKind.Sms when !ground.Policy.SmsAllowed => Refusal.SmsNotOffered,
        MethodKind.Sms => ask.Phone is null ? Refusal.NoPhoneNumber : null,
    };

    private TotpKey Shown(Account account, byte[] key) =>
        new(Base32.Encode(key), OtpAuthUri.For(issuer.Text, account.Email.Text, key));
}
