using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Recovery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Enrollment;

/// <summary>A method is active.</summary>
/// <param name="BackupCodes">The codes of the account's first method; null for later ones.</param>
/// <param name="NewKey">The browser session's new key, when turning 2FA on has raised it.</param>
public sealed record MethodAdded(MethodId Id, MethodKind Kind, IReadOnlyList<BackupCode>? BackupCodes, Token? NewKey);

/// <summary>
/// The last step of every enrolment, once a code has proven the new method: spend the leave, add the row, and for the
/// first one turn 2FA on: make the backup codes and end every other session.
/// </summary>
public sealed class NewMethod(SessionDesk sessions, SecretBox box, CodeSets codeSets, ChangeTeller teller)
{
    /// <summary>Adds a method that was proven in this transaction.</summary>
    /// <param name="key">The TOTP key; null for SMS.</param>
    /// <param name="set">Backup codes made beforehand, for the case that this is the first method.</param>
    public async Task<Answer<MethodAdded>> Add(
        Tx tx, Caller caller, Account account, Method proven, byte[]? key, BackupCodeSet? set, DateTimeOffset now)
    {
        if (!await EnrollmentStore.TrySpendGrant(tx, account, caller.Credential, now)) return Refusal.NotAuthorizedToAdd;

        var isFirst = await MethodStore.CountOf(tx, account.Id) == 0;
        OvertakenException.Unless(!isFirst || set is not null);
        var newKey = isFirst ? await TurnOn(tx, caller, account, set!, now) : null;

        var id = await MethodStore.Add(tx, proven with { IsPrimary = isFirst });
        if (key is not null) await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account.Id, id)));

        var entry = AuditEntry.Of(caller, AuditEvent.MethodAdded) with { Factor = VerificationRules.KindOf(proven.Kind), Method = id };
        await teller.Tell(tx, account, entry, isFirst ? NoticeKind.TwoFactorEnabled : NoticeKind.MethodAdded, now, new() { Method = proven });
        return new MethodAdded(id, proven.Kind, isFirst ? set!.Codes : null, newKey);
    }

    private async Task<Token?> TurnOn(Tx tx, Caller caller, Account account, BackupCodeSet set, DateTimeOffset now)
    {
        await SessionDesk.EndAllElse(tx, account, caller.Session?.Id, now);
        await codeSets.Store(tx, account.Id, set, now);
        return await sessions.Raise(tx, caller, now);
    }
}
