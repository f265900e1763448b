using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>The password is changed.</summary>
/// <param name="NewKey">The browser session's new key.</param>
/// <param name="KeysEnded">How many API keys ended with the old password.</param>
public sealed record PasswordChanged(Token? NewKey, int KeysEnded);

/// <summary>
/// Changes the caller's password, on the old one. Every other session ends, and everything pending is void; so do the API keys that the
/// caller does not keep. While changes are frozen only a mailed link sets another one: whoever it was may know the old one.
/// </summary>
public sealed class ChangePassword(
    Ground ground, PasswordFitness fitness, PasswordVerifier passwords, NewPassword chosen, SessionKeeper sessions, KeyEnds keyEnds,
    ChangeTeller teller)
{
    private const int MostRounds = 4;

    private static readonly Rate GuessesAtKnown = new(5, TimeSpan.FromDays(1));

    public async Task<Answer<PasswordChanged>> Run(
        Caller caller, string oldPassword, string newPassword, KeptKeys keep, CancellationToken ct)
    {
        if (fitness.Check(newPassword, caller.Account.Username, caller.Account.Email) is { } weak) return weak;
        if (await ground.Db.Read(sql => FrozenChanges.Refuse(sql, caller.Account), ct) is { } early) return early;
        if (await passwords.Confirm(caller, oldPassword, ct) is { } refused) return refused;

        if (await RefuseKnown(caller, newPassword, ct) is { } taken) return taken;

        var newHash = await chosen.Hash(newPassword, caller.Account, caller.Source, ct);
        for (var round = 1; round <= MostRounds; round++)
        {
            if (await Change(caller, newHash, keep, ct) is { } answer) return answer;

            // Another change was faster: the old password is compared with what is stored now.
            var account = await ground.Db.Read(sql => AccountStore.Find(sql, caller.Account.Id), ct);
            caller = caller with { Account = account ?? throw new CallerChangedException() };
            if (await passwords.Confirm(caller, oldPassword, ct) is { } late) return late;
        }

        throw new OvertakenException();
    }

    // It says what somebody else may have as a password: few guesses, and each is written down. One that is none of them costs nothing.
    private async Task<Refused?> RefuseKnown(Caller caller, string newPassword, CancellationToken ct)
    {
        var (account, guesses) = (caller.Account, new Limit(Buckets.PastPassword(caller.Account.Id), GuessesAtKnown));
        var known = await ground.Db.Read(sql => PastPasswordStore.KnownToOthers(sql, account), ct);
        if (known.Count == 0) return null;

        var later = await ground.Db.Write(account.Id, async tx =>
            await LimitStore.TryTake(tx, guesses)
                ? null
                : new Refused(Refusal.TryLater, RetryAt: await LimitStore.OpensAt(tx, guesses)), ct);
        if (later is not null) return later;

        bool isKnown;
        try
        {
            isKnown = await chosen.IsOneOf(known, newPassword, account, caller.Source, ct);
        }
        catch (HashTurnstileBusyException)
        {
            await ground.Db.Write(account.Id, tx => LimitStore.GiveBack(tx, guesses), CancellationToken.None);
            throw;
        }

        var entry = caller.Entry(AuditEvent.AuthnPasswordChange) with { Outcome = AuditOutcome.PastPassword };
        await ground.Db.Write(account.Id, tx => isKnown ? teller.Note(tx, entry) : LimitStore.GiveBack(tx, guesses), ct);
        return isKnown ? PasswordFitness.Refuse(PasswordRefusal.KnownToOthers) : null;
    }

    // Null: the password is no longer the one that the old one was compared with.
    private Task<Answer<PasswordChanged>?> Change(Caller caller, string newHash, KeptKeys keep, CancellationToken ct) =>
        ground.Db.Write<Answer<PasswordChanged>?>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            if (account.PasswordHash != caller.Account.PasswordHash) return null;

            account = await SessionKeeper.EndAllElse(tx, account, caller.Session?.Id);
            OvertakenException.Unless(await AccountStore.TrySetPassword(tx, account, newHash));
            var entry = caller.Entry(AuditEvent.AuthnPasswordChange);
            var ended = await keyEnds.EndAll(tx, account.Id, keep, entry);
            await teller.Tell(tx, account, entry, NoticeKind.PasswordChanged, new() { KeysEnded = ended });
            return new PasswordChanged(await sessions.ChangeKey(tx, caller), ended);
        }, ct);
}
