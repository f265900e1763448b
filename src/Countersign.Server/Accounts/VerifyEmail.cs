using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>An address is proven.</summary>
/// <param name="SignUp">What became of the sign-up, where there was one.</param>
public sealed record EmailProven(Account Account, TakenSignUp SignUp);

/// <summary>What a link that proves an address is about.</summary>
/// <param name="Username">The user name that its sign-up chose; null: it is about none, or about one of several, of which none holds.</param>
public sealed record VerifyLink(EmailAddress Email, string? Username);

/// <summary>
/// Proves an account's address, by the token of the mailed link or by the mailed code. It signs nobody in. What was opened or made before,
/// by whoever typed the address, ends: sessions but the one it is proven in, and API keys but those of an operator.
/// </summary>
public sealed class VerifyEmail(
    Ground ground, TokenHash tokens, FalseCredentials falses, SentCodes sentCodes, ConfirmedSignUp signUps, KeyEnds keyEnds,
    ChangeTeller teller)
{
    private static readonly Rate Tries = new(5, TimeSpan.FromMinutes(15));
    private static readonly Rate TriesOfDay = new(20, TimeSpan.FromDays(1));
    private static readonly Rate TriesFromOnePlace = new(20, TimeSpan.FromHours(1));

    /// <summary>What a link is about; null: it was used, or it is too old. Asking changes nothing, however often.</summary>
    public Task<VerifyLink?> Find(Token token, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        if (await ChallengeStore.FindLive(sql, tokens.UnderAll(token)) is not { Challenge: { Purpose: ChallengePurpose.VerifyEmail } about }
            || about.IsExpired(sql.Now)
            || await AccountStore.Find(sql, about.Account) is not { IsDisabled: false } account
            || account.Email.Canonical != about.Destination)
            return null;

        var holding = await ConfirmedSignUp.FindHolding(sql, about.Account, about.Concerns);
        return new VerifyLink(account.Email, holding?.Username);
    }, ct);

    /// <summary>By the link's token, once.</summary>
    /// <param name="by">Who is signed in where the link was pressed, if anybody is.</param>
    public Task<Answer<EmailProven>> Run(Token token, Source source, Caller? by, CancellationToken ct)
    {
        return ground.Db.Write<Answer<EmailProven>>(async tx =>
        {
            var stored = await ChallengeStore.FindLive(tx, tokens.UnderAll(token));
            return stored is { Challenge.Purpose: ChallengePurpose.VerifyEmail } && !stored.Challenge.IsExpired(tx.Now)
                ? await Prove(tx, stored, source, by)
                : falses.Link(source);
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
            var failed = caller.Entry(AuditEvent.AuthnLoginFail) with { Factor = ProofKind.Email };
            if (await NetworkLimits.TakeAll(tx, TriesOf(account, caller.Source)) is { } full)
            {
                await TurnedAway.Note(tx, failed with { Outcome = AuditOutcome.TurnedAway });
                return new Refused(Refusal.TryLater, RetryAt: full.OpensAt);
            }

            // All live mails to an address have the same code: the youngest stands for them.
            var live = await ChallengeStore.ListLive(tx, account.Id, ChallengePurpose.VerifyEmail);
            if (live is [var youngest, ..] && sentCodes.Compare(youngest, code) is Comparison.Right)
                return await Prove(tx, youngest, caller.Source, caller);

            await teller.Note(tx, failed with { Outcome = AuditOutcome.WrongCode });
            return Refusal.WrongFirstCode;
        }, ct);
    }

    private static IReadOnlyList<Limit> TriesOf(Account account, Source source) =>
    [
        new(Buckets.VerifyEmail(account.Id), Tries),
        new(Buckets.VerifyEmailInADay(account.Id), TriesOfDay),
        .. NetworkLimits.Of(source, Buckets.VerifyEmail, TriesFromOnePlace),
    ];

    private async Task<Answer<EmailProven>> Prove(Tx tx, StoredChallenge stored, Source source, Caller? by)
    {
        if (await AccountStore.Find(tx, stored.Challenge.Account) is not { IsDisabled: false } account) return falses.Link(source);
        if (account.Email.Canonical != stored.Challenge.Destination) return falses.Link(source);

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, stored.Challenge.Id));
        await SessionKeeper.EndAskedMail(tx, account);
        await MarkStore.Clear(tx, account.Id, AccountMark.MailBounced);
        var entry = new AuditEntry(AuditEvent.EmailVerified, source, account.Id);
        var isFirst = await AccountStore.TryVerifyEmail(tx, account.Id);
        await teller.Note(tx, entry);
        if (!isFirst)
        {
            await MarkStore.Set(tx, account.Id, AccountMark.MailConfirmed, tx.Now);
            return new EmailProven(account, new());
        }

        account = await SessionKeeper.EndAllElse(
            tx, (await AccountStore.Find(tx, account.Id))!, by?.Account.Id == account.Id ? by.Session?.Id : null);
        var taken = await signUps.Take(tx, account, stored.Challenge.Concerns);
        await EndKeys(tx, account, entry);
        await OlderFactors.AwaitMailbox(tx, account);
        return new EmailProven(account, taken);
    }

    private async Task EndKeys(Tx tx, Account account, AuditEntry because)
    {
        if (await keyEnds.EndAll(tx, account.Id, KeptKeys.ByOperators, because) is > 0 and var ended)
            await teller.News(tx, account, because, NoticeKind.ApiKeysEnded, new() { KeysEnded = ended });
    }
}
