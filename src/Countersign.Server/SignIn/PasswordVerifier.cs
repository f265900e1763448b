using System.Diagnostics;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// The one place where a password is compared, whichever door it came through and whatever it is to open. Each try is
/// charged before anything is hashed, and each wrong one is counted and written down. At a sign-in unknown names, wrong passwords, shut
/// accounts and those whose address was never proven get the same words after the same work, and nothing is sent to anybody.
/// </summary>
public sealed class PasswordVerifier(
    Ground ground, PasswordThrottle throttle, PasswordHash hash, HashTurnstile turnstile, ChangeTeller teller)
{
    // Longer than any password that can be set: nobody has it, and its work is that of any other.
    private const int LongestPassword = 1024;

    // How often what is stored may change while it is compared.
    private const int MostRounds = 4;

    private static readonly Rate Warnings = new(1, TimeSpan.FromHours(1));

    // A try is charged before it is known to be wrong. A crowd of right ones must not make each other wait for that.
    private readonly HashLines undecided = turnstile.LinesOf(throttle.MostUndecided);
    private readonly LookPause pause = new(turnstile);

    /// <summary>Checks a name and its password and, if it is right, does what it opens in the same transaction.</summary>
    /// <param name="browser">The token of a remembered browser, if the try comes from one.</param>
    /// <param name="open">What a right password opens. It writes its own audit row.</param>
    public async Task<Answer<T>> Run<T>(
        string name, string password, Token? browser, Source source, Func<Tx, Account, Task<Answer<T>>> open, CancellationToken ct)
        where T : class
    {
        var spelled = PlainText.Begin(name, LongestPassword);
        var (attempt, line) = await ground.Db.Read(async sql =>
        {
            var attempt = new PasswordTry(spelled, await AccountStore.FindByName(sql, spelled), source, browser);
            return (attempt, await throttle.FindLine(sql, attempt));
        }, ct);
        return await InLine<Answer<T>>(attempt, line, async () =>
        {
            var answer = await Charge(attempt, ct);
            if (answer.Given is not { } charged)
            {
                await pause.Take(line, ct);
                return answer.Refused!;
            }

            var begun = Stopwatch.GetTimestamp();
            var decided = await Decided(charged, () => Decide(charged, password, open, ct), ct);
            if (decided.Refused is not null) pause.Note(Stopwatch.GetElapsedTime(begun));
            return decided;
        }, ct);
    }

    private async Task<Answer<T>> Decide<T>(
        PasswordTry attempt, string password, Func<Tx, Account, Task<Answer<T>>> open, CancellationToken ct)
        where T : class
    {
        var account = attempt.Account;
        for (var round = 1; round <= MostRounds; round++)
        {
            var (check, newHash) = await Look(attempt, password, account?.PasswordHash, ct);
            var answer = await ground.Db.Write<Answer<T>?>(account?.Id, async tx =>
            {
                if (check is PasswordCheck.Wrong || await Fresh(tx, account!) is not { } fresh) return await Wrong(tx, attempt);
                if (fresh.PasswordHash != account!.PasswordHash) return null;

                await throttle.NoteRight(tx, attempt);
                if (newHash is not null) OvertakenException.Unless(await AccountStore.TryRenewHash(tx, account, newHash));
                return await open(tx, account);
            }, ct);
            if (answer is not null) return answer;

            // What is stored changed while it was compared: perhaps another sign-in has only renewed the hash of the same password.
            account = await ground.Db.Read(sql => AccountStore.Find(sql, account!.Id), ct) ?? account;
        }

        throw new OvertakenException();
    }

    /// <summary>
    /// Checks the password of somebody who is signed in and gives it once more. Whoever cannot may have found a session, so the
    /// owner is told.
    /// </summary>
    /// <returns>Null when it is right.</returns>
    public Task<Refused?> Confirm(Caller caller, string password, CancellationToken ct)
    {
        var attempt = new PasswordTry(caller.Account.Username, caller.Account, caller.Source, Caller: caller);
        return InLine(attempt, PasswordThrottle.LineOf(attempt), async () =>
        {
            var answer = await Charge(attempt, ct);
            if (answer.Given is not { } charged) return answer.Refused;

            return await Decided(charged, async () =>
            {
                var (check, _) = await Look(charged, password, caller.Account.PasswordHash, ct);
                return await ground.Db.Write(caller.Account.Id, async tx =>
                {
                    if (check is PasswordCheck.Wrong) return await Wrong(tx, attempt);

                    await throttle.NoteRight(tx, attempt);
                    return null;
                }, ct);
            }, ct);
        }, ct);
    }

    private async Task<T> InLine<T>(PasswordTry attempt, string line, Func<Task<T>> decide, CancellationToken ct)
    {
        try
        {
            await undecided.Take(line, ct);
        }
        catch (HashTurnstileBusyException)
        {
            await ground.Db.Write(attempt.Account?.Id, tx => TurnedAway.Note(tx, Failed(attempt) with { Outcome = AuditOutcome.Busy }), ct);
            throw;
        }

        try
        {
            return await decide();
        }
        finally
        {
            undecided.GiveBack(line);
        }
    }

    // The same try, with the place that it was found to come from.
    private Task<Answer<PasswordTry>> Charge(PasswordTry attempt, CancellationToken ct) =>
        ground.Db.Write<Answer<PasswordTry>>(attempt.Account?.Id, async tx =>
        {
            var charged = await throttle.Charge(tx, attempt);
            if (charged.Brake is not { } brake) return attempt with { Known = charged.Known, WhenWrong = charged.WhenWrong };

            await TurnedAway.Note(tx, Failed(attempt) with { Outcome = AuditOutcome.TurnedAway }, brake.Network);
            return new Refused(Refusal.TryLater, RetryAt: brake.Until);
        }, ct);

    // Whoever was not looked at, or not to the end, has given no wrong password: for want of a place, of the keys, or of the database.
    // Else whoever fills the places, or a disk that fails, would make everybody wait after it.
    private async Task<T> Decided<T>(PasswordTry attempt, Func<Task<T>> decide, CancellationToken ct)
    {
        try
        {
            return await decide();
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            await ground.Db.Write(attempt.Account?.Id, async tx =>
            {
                await throttle.GiveBack(tx, attempt);
                if (broken is HashTurnstileBusyException) await TurnedAway.Note(tx, Failed(attempt) with { Outcome = AuditOutcome.Busy });
            }, ct);
            throw;
        }
    }

    private async Task<(PasswordCheck Check, string? NewHash)> Look(
        PasswordTry attempt, string password, string? stored, CancellationToken ct)
    {
        if (password.Length > LongestPassword) (password, stored) = (password[..LongestPassword], null);

        var check = await hash.Check(password, stored, attempt.Claim, ct);
        var isRenewed = check is PasswordCheck.RightButOld && attempt.Caller is null;
        return (check, isRenewed ? await hash.Hash(password, attempt.Claim, ct) : null);
    }

    // The hash took its time: the account may have been shut meanwhile.
    private static async Task<Account?> Fresh(Sql sql, Account account) =>
        await AccountStore.Find(sql, account.Id) is { IsDisabled: false } fresh && !await AwaitsItsOwner(sql, fresh) ? fresh : null;

    // Whoever signs up with an address gets the same answer whether or not it has an account. A session for the new account alone
    // would tell them after all; so there is none before the address is proven.
    private static async Task<bool> AwaitsItsOwner(Sql sql, Account account) =>
        !account.IsEmailVerified && await MarkStore.Find(sql, account.Id, AccountMark.SignedUp) is not null;

    private async Task<Refused> Wrong(Tx tx, PasswordTry attempt)
    {
        await throttle.NoteWrong(tx, attempt);
        var entry = Failed(attempt) with { Outcome = AuditOutcome.WrongPassword };
        if (attempt is { Caller: not null, Account: { } account }
            && await LimitStore.TryTake(tx, new(Buckets.PasswordWarned(account.Id), Warnings)))
            await teller.Tell(tx, account, entry, NoticeKind.PasswordRefused);
        else
            await teller.Note(tx, entry);
        return attempt is { Caller: null, WhenWrong: { } later } ? new(Refusal.TryLater, RetryAt: later) : new(Refusal.WrongPassword);
    }

    private static AuditEntry Failed(PasswordTry attempt) =>
        attempt.Caller?.Entry(AuditEvent.AuthnLoginFail)
        ?? new AuditEntry(AuditEvent.AuthnLoginFail, attempt.Source, attempt.Account?.Id);
}
