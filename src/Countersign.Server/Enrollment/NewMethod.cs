using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>A method is active.</summary>
/// <param name="BackupCodes">
/// The codes of the account's first method, or new ones in the place of the last few; null: those that there were stay.
/// </param>
/// <param name="NewKey">The browser session's new key, when turning 2FA on has raised it.</param>
public sealed record MethodAdded(MethodId Id, MethodKind Kind, IReadOnlyList<BackupCode>? BackupCodes, Token? NewKey);

/// <summary>What a person calls a new method, and which one it is to take the place of.</summary>
/// <param name="Replaces">Null: it is one more.</param>
/// <param name="RenewsCodes">Whether one that takes another's place brings new recovery codes, where few are left.</param>
public sealed record Naming(string? Label, MethodId? Replaces = null, bool RenewsCodes = false);

/// <summary>A method that a code has just proven.</summary>
/// <param name="Key">The TOTP key; null for SMS.</param>
public sealed record Proven(Method Method, byte[]? Key, Naming Naming)
{
    /// <summary>What a passkey is, its method aside.</summary>
    public Passkey? Passkey { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => "•••";
}

/// <summary>
/// The last step of every enrolment, once a code has proven the new method: spend the leave, add the row, and for the
/// first one turn 2FA on: make the recovery codes and end every other session.
/// </summary>
public sealed class NewMethod(SessionKeeper sessions, SecretBox box, ChangeTeller teller, PhoneNotices phones)
{
    /// <summary>Adds a method that was proven in this transaction.</summary>
    /// <param name="fresh">Recovery codes, for the case that this is the first method, or that few are left.</param>
    public async Task<Answer<MethodAdded>> Add(
        Tx tx, Caller caller, Account account, Proven proven, FreshCodes fresh)
    {
        if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
        if (!await EnrollmentStore.TrySpendGrant(tx, account, caller.Leaves)) return Refusal.NotAuthorizedToAdd;

        var before = await MethodStore.ListOf(tx, account.Id);
        var isFirst = before.Count == 0;
        if (proven.Method.Phone is { } number)
            await phones.Tell(tx, account, before, NoticeKind.MethodAdded, except: number);
        if (proven.Naming.Replaces is { } old) return await Replace(tx, caller, account, proven, old, fresh);

        var (codes, newKey) = isFirst ? await TurnOn(tx, caller, account, proven, fresh) : default;
        var id = await Store(tx, account, proven, isPrimary: isFirst);
        var entry = EntryOf(caller, proven.Method, id);
        await teller.Tell(
            tx, account, entry, isFirst ? NoticeKind.TwoFactorEnabled : NoticeKind.MethodAdded, new() { Method = proven.Method });
        return new MethodAdded(id, proven.Method.Kind, codes, newKey);
    }

    // The old one goes in the transaction in which the new one has proven itself: there is never neither and never both.
    private async Task<Answer<MethodAdded>> Replace(
        Tx tx, Caller caller, Account account, Proven proven, MethodId old, FreshCodes fresh)
    {
        if (await MethodStore.Find(tx, account.Id, old) is not { } gone) return Refusal.NoSuchMethod;

        await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
        OvertakenException.Unless(await MethodStore.TryRemove(tx, account.Id, old));
        var id = await Store(tx, account, proven, gone.IsPrimary);
        await teller.Tell(tx, account, EntryOf(caller, proven.Method, id), NoticeKind.MethodAdded, new() { Method = proven.Method });
        var removed = EntryOf(caller, gone, old) with { Event = AuditEvent.MethodRemoved };
        await teller.Tell(tx, account, removed, NoticeKind.MethodRemoved, new() { Method = gone });
        var codes = proven.Naming.RenewsCodes && await BackupCodeStore.CountLeft(tx, account.Id) <= BackupCode.Few
            ? await Renew(tx, caller, account, fresh)
            : null;
        return new MethodAdded(id, proven.Method.Kind, codes, await Raise(tx, caller, proven));
    }

    private async Task<IReadOnlyList<BackupCode>> Renew(Tx tx, Caller caller, Account account, FreshCodes fresh)
    {
        await teller.Tell(tx, account, caller.Entry(AuditEvent.BackupCodesRegenerated), NoticeKind.NewBackupCodes);
        return await fresh.Store(tx, account.Id);
    }

    private async Task<MethodId> Store(Tx tx, Account account, Proven proven, bool isPrimary)
    {
        var id = await MethodStore.Add(tx, proven.Method with { IsPrimary = isPrimary });
        if (proven.Key is { } key) await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account.Id, id)));
        if (proven.Passkey is { } passkey) OvertakenException.Unless(await PasskeyStore.TryAdd(tx, passkey with { Method = id }));
        return id;
    }

    private static AuditEntry EntryOf(Caller caller, Method method, MethodId id) =>
        caller.Entry(AuditEvent.MethodAdded) with { Factor = VerificationRules.KindOf(method.Kind), Method = id };

    private async Task<(IReadOnlyList<BackupCode> Codes, Token? NewKey)> TurnOn(
        Tx tx, Caller caller, Account account, Proven proven, FreshCodes fresh)
    {
        await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
        await OlderFactors.AreVouchedFor(tx, account.Id); // the leave for a first method came by mail
        return (await fresh.Store(tx, account.Id), await Raise(tx, caller, proven));
    }

    private Task<Token?> Raise(Tx tx, Caller caller, Proven proven) =>
        sessions.Raise(tx, caller, VerificationRules.KindOf(proven.Method.Kind));
}
