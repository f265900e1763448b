using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>What becomes of the password at a reset.</summary>
public enum OldPassword
{
    /// <summary>As <see cref="KnownPassword"/> says: void where somebody else may know it, else kept.</summary>
    Judged,

    /// <summary>It opens the account from now on, until there is a second factor again.</summary>
    Kept,

    /// <summary>Somebody else may know it: it is void, and only a mailed link sets another one.</summary>
    Voided,
}

/// <summary>What becomes of the phone numbers at a reset.</summary>
public enum OldPhones
{
    /// <summary>They hear of it, with a link that stops everything; the number on file stays.</summary>
    Told,

    /// <summary>Whoever has them is not the person: nobody hears of anything there, and the number on file goes.</summary>
    Lost,
}

/// <summary>How a reset is done.</summary>
public sealed record ResetWay(OldPassword Password, OldPhones Phones = OldPhones.Told);

/// <summary>What a reset took away.</summary>
/// <param name="WillHear">Whether the person has a proven address that the notice goes to.</param>
/// <param name="Numbers">How many phone numbers it had, on file and as methods.</param>
/// <param name="IsPasswordVoid">Whether the password opens nothing any more, or opened nothing before.</param>
public sealed record SecondFactorReset(Account Account, int Methods, int BackupCodes, bool WillHear, bool IsPasswordVoid, int Numbers);

/// <summary>
/// Removes the second factor of somebody who lost it: methods, recovery codes, sessions, API keys and everything pending: a key that was
/// a first factor would be all of the account. The operator vouches for the person, so a freeze and a wait of the mailbox end with it,
/// no link to object by that was mailed before stops anything any more, and a deletion that waits is called off. The password goes too
/// where somebody else may know it: alone it would open the account. The person is told, whoever asked for it.
/// </summary>
public sealed class ResetSecondFactor(Ground ground, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    /// <summary>Resets, in one transaction with the audit rows and the notice.</summary>
    /// <param name="reason">How the operator knows that it is the person who asks.</param>
    public Task<Answer<SecondFactorReset>> Run(Actor by, Target target, Reason reason, ResetWay way, CancellationToken ct) =>
        ground.Db.Write<Answer<SecondFactorReset>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found.Refused!;
            if (await by.Prove(tx, AuditEvent.AdminReset) is { } unproven) return unproven;

            var isVoid = await IsVoidAfter(tx, account, way.Password);
            var took = await Count(tx, account, isVoid);
            var methods = await MethodStore.ListOf(tx, account.Id);
            var strangers = await phones.FindStrangers(tx, account);
            await SessionKeeper.EndAllElse(tx, account, null);
            await ChallengeStore.EndLive(tx, account.Id, ChallengePurpose.NotMe);
            await RemoveFactors(tx, account.Id);
            if (isVoid) await AccountStore.VoidPassword(tx, account.Id);
            if (way.Phones is OldPhones.Lost) await AccountStore.RemovePhone(tx, account.Id);
            await by.NoteOwn(tx, AuditEvent.AdminReset, account.Id, reason);
            var entry = by.Entry(AuditEvent.AdminReset, account.Id, reason);
            var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
            var kind = isVoid ? NoticeKind.AccountResetByOperator : NoticeKind.TwoFactorResetByOperator;
            await StandingDeletion.CallOff(tx, account, entry, teller);
            await teller.Tell(tx, account, entry, kind, new() { KeysEnded = ended });
            if (way.Phones is OldPhones.Told)
                await phones.Tell(tx, account, methods, NoticeKind.TwoFactorResetByOperator, before: strangers);
            return took;
        }, ct);

    private static async Task<bool> IsVoidAfter(Tx tx, Account account, OldPassword password) => password switch
    {
        OldPassword.Voided => true,
        OldPassword.Kept => account.PasswordHash is null,
        OldPassword.Judged => await KnownPassword.StandingOf(tx, account) is not PasswordStanding.Opens,
    };

    private static async Task<SecondFactorReset> Count(Tx tx, Account account, bool isVoid) => new(
        account, await MethodStore.CountOf(tx, account.Id), await BackupCodeStore.CountLeft(tx, account.Id), account.IsEmailVerified,
        isVoid, (await MethodStore.ListOf(tx, account.Id)).Select(method => method.Phone).Append(account.Phone).OfType<PhoneNumber>()
            .Distinct().Count());

    private static async Task RemoveFactors(Tx tx, AccountId id)
    {
        await SecondFactorOff.Take(tx, id);
        await GuardStore.ClearAll(tx, id);
        await MarkStore.Clear(tx, id, AccountMark.ChangesFrozenUntil);
        await MarkStore.Clear(tx, id, AccountMark.PhoneObjected);
        await AccountStore.SetMailCountsFrom(tx, id, null);
    }
}
