using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>What a link of a notice objects to.</summary>
public enum ObjectionTo
{
    Everything,

    /// <summary>The second factors, which may be a stranger's.</summary>
    Factors,

    /// <summary>Only that the wait after a password by mail goes on: it begins anew.</summary>
    MailWait,
}

/// <summary>It is stopped.</summary>
/// <param name="Until">Until then nothing that opens the account can be changed; of a wait: when it ends.</param>
public sealed record Objected(ObjectionTo To, DateTimeOffset Until);

/// <summary>
/// "This wasn't me", said by the link of a notice and without signing in: every session and every API key ends but those that an operator
/// made, the password ends with them, what opens the account is frozen, a deletion that waits is called off, and of an account that has
/// something else the mailbox proves nothing any more until that does. It opens nothing, so the link alone is enough.
/// <para>
/// While a factor stands that the password alone has set up and the mailbox has never vouched for, a notice of it, or of what was done
/// before a password was set by mail, says nothing against the mailbox, nor against such a password. The factor stays: else the mailbox
/// alone would open the account.
/// With a new password, by mail, it opens nothing to whoever has it, and once mail counts again its owner removes it.
/// </para>
/// <para>
/// A number that such a factor brought may be a stranger's, or its owner's whose mailbox a stranger has. Its link does no more than make
/// the wait begin anew, and of all such links of an account only as many as <see cref="MailRules.WaitsAnew"/> says.
/// </para>
/// </summary>
public sealed class NotMeByLink(
    Ground ground, TokenHash tokens, FalseCredentials falses, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    /// <summary>What a link would stop; null: nothing any more. Asking changes nothing, however often.</summary>
    public Task<ObjectionTo?> Look(Token link, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        if (await Find(sql, link) is not { } found) return (ObjectionTo?)null;

        var to = await ObjectsTo(sql, found);
        return to is not ObjectionTo.MailWait || await CanWaitAnew(sql, found.Challenge.Account) ? to : null;
    }, ct);

    public Task<Answer<Objected>> Run(Token link, Source source, CancellationToken ct) => ground.Db.Write<Answer<Objected>>(async tx =>
    {
        if (await Find(tx, link) is not { Challenge: var challenge } stored) return falses.Link(source);
        if (await AccountStore.Find(tx, challenge.Account) is not { } account) return falses.Link(source);

        var to = await ObjectsTo(tx, stored);
        if (to is ObjectionTo.MailWait && !await CanWaitAnew(tx, account.Id)) return falses.Link(source);

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
        return new Objected(to, to is ObjectionTo.MailWait
            ? await WaitAnew(tx, account, source)
            : await StopAll(tx, account, to, challenge.Concerns, source));
    }, ct);

    private async Task<DateTimeOffset> WaitAnew(Tx tx, Account account, Source source)
    {
        OvertakenException.Unless(await LimitStore.TryTake(tx, WaitsAnewOf(account.Id)));
        var until = MailRules.CountsFrom(account, tx.Now, ground.Policy);
        await AccountStore.SetMailCountsFrom(tx, account.Id, until);
        await MarkStore.Set(tx, account.Id, AccountMark.PhoneObjected, tx.Now);
        var entry = new AuditEntry(AuditEvent.MailWaitBegunAnew, source, account.Id, AuditOutcome.ByLink);
        await teller.Tell(tx, account, entry, NoticeKind.MailWaitBegunAnew, new() { Until = until });
        return until;
    }

    private async Task<DateTimeOffset> StopAll(Tx tx, Account found, ObjectionTo to, Concern? about, Source source)
    {
        var account = await SessionKeeper.EndAllElse(tx, found, keep: null);
        var entry = new AuditEntry(AuditEvent.ChangesFrozen, source, account.Id, AuditOutcome.ByLink);
        var until = await FrozenChanges.Begin(tx, account, entry, teller);
        var methods = await MethodStore.ListOf(tx, account.Id);
        if (about is { IsToPhone: true } && await IsAboutMailbox(tx, account, about.Value))
            await MarkStore.Set(tx, account.Id, AccountMark.PhoneObjected, tx.Now);
        if (to is ObjectionTo.Everything) await ObjectToMail(tx, account, methods);
        else await ObjectToFactors(tx, account);
        if (!await IsOfWhoeverObjects(tx, account.Id, to, about)) await AccountStore.VoidPassword(tx, account.Id);
        var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
        await teller.Tell(tx, account, entry, NoticeKind.ChangesFrozen, new() { Until = until, KeysEnded = ended });
        await phones.Tell(tx, account, methods, NoticeKind.ChangesFrozen);
        return until;
    }

    // Whoever did what is objected to knows the password, and it ends with what they did. Only the mailbox may have set one since: where it
    // objects to what was done before that, or to factors that were set up without it, the password is that of whoever objects here.
    // By their own phone they object to whoever has the mailbox as well.
    private static async Task<bool> IsOfWhoeverObjects(Tx tx, AccountId account, ObjectionTo to, Concern? about) =>
        about is not { IsToPhone: true }
        && (to is ObjectionTo.Factors || about == Concern.BeforePasswordByMail)
        && await PastPasswordStore.IsByMail(tx, account);

    // Where no password came by mail there is nothing to say against whoever has the mailbox.
    private static async Task<bool> IsAboutMailbox(Tx tx, Account account, Concern about) =>
        about.IsPasswordByMail || account.MailCountsFrom is not null
        || await MarkStore.Find(tx, account.Id, AccountMark.PasswordByMail) is not null;

    // A wait that lasts begins anew: whoever objects may have had nothing to do with the password that began it.
    private async Task ObjectToFactors(Tx tx, Account account)
    {
        if (MailRules.CanWaitAnew(account, tx.Now))
            await AccountStore.SetMailCountsFrom(tx, account.Id, MailRules.CountsFrom(account, tx.Now, ground.Policy));
        await MarkStore.Set(tx, account.Id, AccountMark.FactorsObjected, tx.Now);
    }

    // Whoever has nothing else, not even a recovery code, would be locked out for good: they wait anew, if they wait.
    private async Task ObjectToMail(Tx tx, Account account, IReadOnlyList<Method> methods)
    {
        if (account.IsLegacy || methods.Any(method => method.Kind is not MethodKind.Email)
            || (methods.Count > 0 && await BackupCodeStore.CountLeft(tx, account.Id) > 0))
            await AccountStore.SetMailCountsFrom(tx, account.Id, LockoutRules.NeverByItself);
        else if (account.MailCountsFrom is not null)
            await AccountStore.SetMailCountsFrom(tx, account.Id, MailRules.CountsFrom(account, tx.Now, ground.Policy));
    }

    // While a factor stands that the mailbox has never vouched for, whoever has set it up knows the password that was there before: what
    // they do says nothing against the mailbox. It does where it was done with a password that was set by mail since, and where the
    // mailbox has vouched for the factor: then it is the mailbox's, or its owner's.
    private async Task<ObjectionTo> ObjectsTo(Sql sql, StoredChallenge link)
    {
        var account = link.Challenge.Account;
        if (link.Challenge.Concerns == Concern.MailWait) return ObjectionTo.MailWait;
        if (link.Challenge.Concerns is { IsPasswordByMail: true }) return ObjectionTo.Everything;
        if (await MarkStore.Find(sql, account, AccountMark.AwaitsMailbox) is null)
            return await IsOfFactorThatIsGone(sql, link.Challenge) ? ObjectionTo.Factors : ObjectionTo.Everything;

        // The owner's own number. A factor that may be a stranger's is no other way in: with it and nothing else mail would never count.
        if (link.Challenge.Concerns == Concern.ByPhone)
            return await AccountStore.Find(sql, account) is { } owned && (await phones.FindStrangers(sql, owned)).All
                ? ObjectionTo.Factors
                : ObjectionTo.Everything;

        return link.Challenge.Concerns is { IsFactor: true } || link.Challenge.Concerns == Concern.BeforePasswordByMail
            || !await MarkStore.IsSince(sql, account, AccountMark.FirstByMail, AccountMark.AwaitsMailbox)
                ? ObjectionTo.Factors
                : ObjectionTo.Everything;
    }

    // Whoever has set it up and taken it off again knows the password all the same.
    private static async Task<bool> IsOfFactorThatIsGone(Sql sql, Challenge link) =>
        link.Concerns is { FactorSince: { } since }
        && (await MethodStore.ListOf(sql, link.Account)).All(method => method.CreatedAt.ToUnixTimeSeconds() != since);

    // What is over, or ends only by another factor, cannot begin anew.
    private static async Task<bool> CanWaitAnew(Sql sql, AccountId id) =>
        await AccountStore.Find(sql, id) is { } account && MailRules.CanWaitAnew(account, sql.Now)
        && await LimitStore.OpensAt(sql, WaitsAnewOf(id)) is null;

    private static Limit WaitsAnewOf(AccountId account) => new(Buckets.MailWaitAnew(account), MailRules.WaitsAnew);

    // It works as long as the wait that it stops can last, whatever the clock does meanwhile.
    private async Task<StoredChallenge?> Find(Sql sql, Token link) =>
        await ChallengeStore.FindLive(sql, tokens.UnderAll(link)) is { Challenge: { Purpose: ChallengePurpose.NotMe } challenge } found
        && (!challenge.IsExpired(sql.Now) || await SteadyClock.EndOf(sql, found.OpenedAt, found.Lived, challenge.ExpiresAt) > sql.Now)
            ? found
            : null;
}
