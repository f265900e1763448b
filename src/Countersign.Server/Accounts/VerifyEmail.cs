using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>An address is proven.</summary>
public sealed record EmailProven(Account Account);

/// <summary>
/// Proves an account's address, by the token of the mailed link or by the mailed code. It signs nobody in. API keys made before, by
/// whoever typed the address, end; those of an operator stay.
/// </summary>
public sealed class VerifyEmail(Ground ground, TokenHash tokens, SentCodes sentCodes, KeyEnds keyEnds, ChangeTeller teller)
{
    private static readonly Rate Tries = new(5, TimeSpan.FromMinutes(15));
    private static readonly Rate TriesOfDay = new(20, TimeSpan.FromDays(1));
    private static readonly Rate TriesFromOnePlace = new(20, TimeSpan.FromHours(1));

    /// <summary>By the link's token, once.</summary>
    public Task<Answer<EmailProven>> Run(Token token, Source source, CancellationToken ct)
    {
        return ground.Db.Write<Answer<EmailProven>>(async tx =>
        {
            var stored = await ChallengeStore.FindLive(tx, tokens.UnderAll(token));
            return stored is { Challenge.Purpose: ChallengePurpose.VerifyEmail } && !stored.Challenge.IsExpired(tx.Now)
                ? await Prove(tx, stored, source)
                : Refusal.InvalidLink;
        }, ct);
    }

    /// <summary>
    /// By the code, which only the account's own caller may try: it is short, and strangers must be able neither to guess
    /// it nor to use up its tries. Tries are charged to the account and to where they come from: whoever signs up with somebody else's
    /// address, or with many, gets no more of them. The link in the same mail stays good.
    /// </summary>
    public async Task<Answer<EmailProven>> Run(Caller caller, Code? offered, CancellationToken ct)
    {
        if (offered is not { } code) return Refusal.NotACode;

        return await ground.Db.Write<Answer<EmailProven>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await NetworkLimits.TakeAll(tx, TriesOf(account, caller.Source)) is { } opens)
                return new Refused(Refusal.TryLater, RetryAt: opens);

            // All live mails to an address have the same code: the youngest stands for them.
            var live = await ChallengeStore.ListLive(tx, account.Id, ChallengePurpose.VerifyEmail);
            return live is [var youngest, ..] && sentCodes.Compare(youngest, code) is Comparison.Right
                ? await Prove(tx, youngest, caller.Source)
                : Refusal.WrongFirstCode;
        }, ct);
    }

    private static IReadOnlyList<Limit> TriesOf(Account account, Source source) =>
    [
        new(Buckets.VerifyEmail(account.Id), Tries),
        new(Buckets.VerifyEmailInADay(account.Id), TriesOfDay),
        .. NetworkLimits.Of(source, Buckets.VerifyEmail, TriesFromOnePlace),
    ];

    private async Task<Answer<EmailProven>> Prove(Tx tx, StoredChallenge stored, Source source)
    {
        if (await AccountStore.Find(tx, stored.Challenge.Account) is not { IsDisabled: false } account) return Refusal.InvalidLink;
        if (account.Email.Canonical != stored.Challenge.Destination) return Refusal.InvalidLink;

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, stored.Challenge.Id));
        await ChallengeStore.EndLive(tx, account.Id, ChallengePurpose.VerifyEmail);
        var entry = new AuditEntry(AuditEvent.EmailVerified, source, account.Id);
        var isFirst = await AccountStore.TryVerifyEmail(tx, account.Id);
        await teller.Note(tx, entry);
        if (isFirst) await EndKeys(tx, (await AccountStore.Find(tx, account.Id))!, entry);
        return new EmailProven(account);
    }

    private async Task EndKeys(Tx tx, Account account, AuditEntry because)
    {
        if (await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, because) is > 0 and var ended)
            await teller.News(tx, account, because, NoticeKind.ApiKeysEnded, new() { KeysEnded = ended });
    }
}
