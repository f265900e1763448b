using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>Everything is stopped.</summary>
/// <param name="FrozenUntil">Until then nothing that opens the account can be changed.</param>
/// <param name="IsAboutFactors">The second factors may be a stranger's.</param>
public sealed record Objected(DateTimeOffset FrozenUntil, bool IsAboutFactors);

/// <summary>What a link would do.</summary>
/// <param name="IsAboutFactors">It says that the second factors are a stranger's.</param>
public sealed record Objection(bool IsAboutFactors);

/// <summary>
/// "This wasn't me", said by the link of a notice and without signing in: every session and every API key ends but those that an operator
/// made, what opens the account is frozen, a deletion that waits is called off, and where the password was set by mail, the mailbox
/// proves nothing any more until another factor does. It opens nothing, so the link alone is enough.
/// <para>
/// Where the notice told of a factor that the password alone has set up and the mailbox has never vouched for, it says nothing against the
/// mailbox that it was sent to, nor against a password that was set by it. The factor stays: else the mailbox alone would open the account.
/// With a new password, by mail, it opens nothing to whoever has it, and once mail counts again its owner removes it.
/// </para>
/// </summary>
public sealed class NotMeByLink(
    Ground ground, TokenHash tokens, FalseCredentials falses, KeyEnds keyEnds, ChangeTeller teller, PhoneNotices phones)
{
    /// <summary>What a link would do; null: nothing any more. Asking changes nothing, however often.</summary>
    public Task<Objection?> Look(Token link, CancellationToken ct) => ground.Db.Read(async sql =>
        await Find(sql, link) is { } challenge ? new Objection(await IsAboutFactors(sql, challenge)) : null, ct);

    public Task<Answer<Objected>> Run(Token link, Source source, CancellationToken ct) => ground.Db.Write<Answer<Objected>>(async tx =>
    {
        if (await Find(tx, link) is not { } challenge) return falses.Link(source);
        if (await AccountStore.Find(tx, challenge.Account) is not { } account) return falses.Link(source);

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
        account = await SessionKeeper.EndAllElse(tx, account, keep: null);
        var entry = new AuditEntry(AuditEvent.ChangesFrozen, source, account.Id, AuditOutcome.ByLink);
        var until = await FrozenChanges.Begin(tx, account, entry, teller);
        if (challenge.Concerns is null && account.MailCountsFrom is not null)
            await AccountStore.SetMailCountsFrom(tx, account.Id, LockoutRules.NeverByItself);
        var ended = await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, entry);
        await teller.Tell(tx, account, entry, NoticeKind.ChangesFrozen, new() { Until = until, KeysEnded = ended });
        await phones.Tell(tx, account, await MethodStore.ListOf(tx, account.Id), NoticeKind.ChangesFrozen);
        return new Objected(until, await IsAboutFactors(tx, challenge));
    }, ct);

    // A factor that the mailbox has vouched for since, or one that was set up anew, is another story.
    private static async Task<bool> IsAboutFactors(Sql sql, Challenge challenge) =>
        challenge.Concerns is { } about
        && await MarkStore.Find(sql, challenge.Account, AccountMark.AwaitsMailbox) is { } since
        && about == Concern.OfFactorSince(since);

    private async Task<Challenge?> Find(Sql sql, Token link) =>
        await ChallengeStore.FindLive(sql, tokens.UnderAll(link)) is { Challenge: { Purpose: ChallengePurpose.NotMe } challenge }
        && !challenge.IsExpired(sql.Now)
            ? challenge
            : null;
}
