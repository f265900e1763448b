using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>A password is reset.</summary>
public sealed record PasswordWasReset(Account Account);

/// <summary>The password may be tried from where the link was used.</summary>
public sealed record PlaceVouchedFor(Account Account);

/// <summary>
/// Sets a new password by a mailed link, once. It signs nobody in and leaves 2FA on; it ends every session, every API key that no
/// operator made and everything pending, a deletion that waits too, and clears the account's budgets of wrong codes and of wrong
/// passwords. Whoever did it holds the mailbox; where there is a second factor, the mailbox proves nothing more until another factor did,
/// or until its owner, who is told everywhere, has let the wait pass. A factor that the password alone has set up, and the mailbox has
/// never vouched for, may be a stranger's: its phone hears of it, and cannot stop it.
/// </summary>
public sealed class ResetPassword(
    Ground ground, PasswordFitness fitness, NewPassword passwords, TokenHash tokens, FalseCredentials falses, KeyEnds keyEnds,
    ChangeTeller teller, PhoneNotices phones)
{
    private const int MostKnown = 5;

    /// <summary>
    /// The address of the account that a link is for, to which it was mailed; null: it does not work any more. Asking changes nothing,
    /// however often.
    /// </summary>
    public Task<EmailAddress?> FindOwner(Token link, CancellationToken ct) =>
        ground.Db.Read(async sql => (await Find(sql, link))?.Account.Email, ct);

    public async Task<Answer<PasswordWasReset>> Run(Token link, string newPassword, Source source, CancellationToken ct)
    {
        if (await ground.Db.Read(sql => Find(sql, link), ct) is not { } early) return falses.Link(source);
        if (fitness.Check(newPassword, early.Account.Username, early.Account.Email) is { } weak) return weak;

        var (known, isUnvouched) = await ground.Db.Read(async sql => (
            await PastPasswordStore.KnownToOthers(sql, early.Account),
            await MarkStore.Find(sql, early.Account.Id, AccountMark.AwaitsMailbox) is not null), ct);
        if (await passwords.IsOneOf(known, newPassword, early.Account, source, ct)) return await RefuseKnown(link, source, ct);

        var newHash = await passwords.Hash(newPassword, early.Account, source, ct);
        return await ground.Db.Write<Answer<PasswordWasReset>>(async tx =>
        {
            if (await Find(tx, link) is not { } found) return falses.Link(source);

            // What came to be known since, somebody else has chosen since, and keeps nobody from this by doing it again and again. Only
            // where a factor was set up meanwhile was not all looked at.
            OvertakenException.Unless(isUnvouched || await MarkStore.Find(tx, found.Account.Id, AccountMark.AwaitsMailbox) is null);
            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, found.Challenge.Id));
            await SessionKeeper.EndAskedMail(tx, found.Account);
            var account = await SessionKeeper.EndAllElse(tx, found.Account, keep: null);
            if (await AccountStore.TryVerifyEmail(tx, account.Id)) await OlderFactors.AwaitMailbox(tx, account);
            await passwords.SetByMail(tx, account, newHash, source);
            if (await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is not null) await ConfirmedSignUp.EndAll(tx, account, null);
            await GuardStore.ClearBudget(tx, account.Id);
            await Tell(tx, account, source);
            return new PasswordWasReset(account);
        }, ct);
    }

    /// <summary>
    /// Uses the link for no new password: whoever has the mailbox may try the one that there is from here, also while others have used up
    /// what anybody may try from anywhere. It opens nothing by itself, and so nothing is marked; what was tried from here waits as before.
    /// </summary>
    public Task<Answer<PlaceVouchedFor>> KeepPassword(Token link, Source source, CancellationToken ct) =>
        ground.Db.Write<Answer<PlaceVouchedFor>>(async tx =>
        {
            if (await Find(tx, link) is not { } found) return falses.Link(source);

            if (await passwords.KeepBy(tx, found.Account, source) is { } later) return new Refused(Refusal.TryLater, RetryAt: later);

            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, found.Challenge.Id));
            await teller.Note(tx, new(AuditEvent.PlaceVouchedFor, source, found.Account.Id, AuditOutcome.ByLink));
            return new PlaceVouchedFor(found.Account);
        }, ct);

    // It says what somebody else may have as a password: few guesses for each link, and each is written down.
    private Task<Answer<PasswordWasReset>> RefuseKnown(Token link, Source source, CancellationToken ct) =>
        ground.Db.Write<Answer<PasswordWasReset>>(async tx =>
        {
            if (await Find(tx, link) is not { Challenge: var challenge } found) return falses.Link(source);

            OvertakenException.Unless(
                challenge.FailCount + 1 < MostKnown
                    ? await ChallengeStore.TryCountFailure(tx, challenge)
                    : await ChallengeStore.TryEnd(tx, challenge.Id));
            await teller.Note(tx, new(AuditEvent.AuthnPasswordChange, source, found.Account.Id, AuditOutcome.PastPassword));
            return PasswordFitness.Refuse(PasswordRefusal.KnownToOthers);
        }, ct);

    private async Task Tell(Tx tx, Account account, Source source)
    {
        var entry = new AuditEntry(AuditEvent.AuthnPasswordChange, source, account.Id, AuditOutcome.ResetByMail);
        var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
        await StandingDeletion.CallOff(tx, account, entry, teller);
        var methods = await MethodStore.ListOf(tx, account.Id);
        if (!account.NeedsSecondFactor(methods.Count))
        {
            await AccountStore.SetMailCountsFrom(tx, account.Id, null);
            if (!await PhoneObjection.Stands(tx, account.Id)) await MarkStore.Clear(tx, account.Id, AccountMark.ChangesFrozenUntil);
            await teller.Tell(tx, account, entry, NoticeKind.PasswordChanged, new() { KeysEnded = ended });
            await phones.Tell(tx, account, methods, NoticeKind.PasswordSetByMail);
            return;
        }

        var from = MailRules.CountsFrom(account, tx.Now, ground.Policy);
        await AccountStore.SetMailCountsFrom(tx, account.Id, from > tx.Now ? from : MailRules.AtOnce);
        await teller.Tell(
            tx, account, entry, NoticeKind.PasswordSetByMail,
            new() { Until = from, KeysEnded = ended, CanBeStopped = true, About = Concern.PasswordByMail });
        await phones.Tell(tx, account, methods, NoticeKind.PasswordSetByMail);
    }

    private async Task<Found?> Find(Sql sql, Token link)
    {
        if (await ChallengeStore.FindLive(sql, tokens.UnderAll(link)) is not { Challenge: var challenge } || challenge.IsExpired(sql.Now))
            return null;
        if (await AccountStore.Find(sql, challenge.Account) is not { IsDisabled: false } account) return null;

        return ChallengeRules.Fits(challenge, account, ChallengePurpose.ResetPassword, null) ? new(account, challenge) : null;
    }

    private sealed record Found(Account Account, Challenge Challenge);
}
