using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>Everything is stopped.</summary>
/// <param name="FrozenUntil">Until then no second factor can be changed.</param>
public sealed record Objected(DateTimeOffset FrozenUntil);

/// <summary>
/// "This wasn't me", said by the link of a notice and without signing in: every session and every API key ends but those that an operator
/// made, factors are frozen, and where the password was set by mail, the mailbox proves nothing any more until another factor does. It
/// opens nothing, so the link alone is enough.
/// </summary>
public sealed class NotMeByLink(Ground ground, TokenHash tokens, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    /// <summary>Whether a link would do anything. Asking changes nothing, however often.</summary>
    public Task<bool> Works(Token link, CancellationToken ct) =>
        ground.Db.Read(async sql => await Find(sql, link) is not null, ct);

    public Task<Answer<Objected>> Run(Token link, Source source, CancellationToken ct) => ground.Db.Write<Answer<Objected>>(async tx =>
    {
        if (await Find(tx, link) is not { } challenge) return Refusal.InvalidLink;
        if (await AccountStore.Find(tx, challenge.Account) is not { } account) return Refusal.InvalidLink;

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
        account = await SessionKeeper.EndAllElse(tx, account, keep: null);
        var until = await FrozenChanges.Begin(tx, account);
        if (account.MailCountsFrom is not null) await AccountStore.SetMailCountsFrom(tx, account.Id, LockoutRules.NeverByItself);
        var entry = new AuditEntry(AuditEvent.ChangesFrozen, source, account.Id, AuditOutcome.ByLink);
        var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
        await teller.Tell(tx, account, entry, NoticeKind.ChangesFrozen, new() { Until = until, KeysEnded = ended });
        await phones.Tell(tx, account, await MethodStore.ListOf(tx, account.Id), NoticeKind.ChangesFrozen, source);
        return new Objected(until);
    }, ct);

    private async Task<Challenge?> Find(Sql sql, Token link) =>
        await ChallengeStore.FindLive(sql, tokens.UnderAll(link)) is { Challenge: { Purpose: ChallengePurpose.NotMe } challenge }
        && !challenge.IsExpired(sql.Now)
            ? challenge
            : null;
}
