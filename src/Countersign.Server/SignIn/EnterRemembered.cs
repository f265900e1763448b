using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A remembered browser is in.</summary>
/// <param name="Browser">Its next token; the one it came with is spent.</param>
public sealed record Entered(Token Session, Token Browser);

/// <summary>
/// Finishes a waiting sign-in without a code for a browser that is remembered. Its token is good once and replaced at each
/// use: one that comes back was copied, and whoever came with it, the whole browser is forgotten and its person told.
/// </summary>
public sealed class EnterRemembered(Ground ground, SessionKeeper sessions, TokenHash tokens, ChangeTeller teller)
{
    // Two clicks, or two windows that a browser opens together: no thief, but no entry either.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    /// <summary>Refused with <see cref="Refusal.NotFound"/> whenever a code is needed after all.</summary>
    public async Task<Answer<Entered>> Run(Token pending, Token browser, Source source, CancellationToken ct)
    {
        var now = ground.Now();
        var (session, next) = (tokens.UnderAll(pending), Token.New(TokenKind.Browser));
        return await ground.Db.Write<Answer<Entered>>(async tx =>
        {
            if (await ChallengeStore.FindLive(tx, session) is not { Challenge: var challenge } || challenge.IsExpired(now))
                return Refusal.NotFound;
            if (await AccountStore.Find(tx, challenge.Account) is not { IsDisabled: false } account) return Refusal.NotFound;
            if (!ChallengeRules.Fits(challenge, account, ChallengePurpose.LogIn, null)) return Refusal.NotFound;
            if (await BrowserStore.FindToken(tx, tokens.UnderAll(browser)) is not { } known || !known.Browser.Opens(account, now))
                return Refusal.NotFound;
            if (known.SpentAt is { } spent) return await Replayed(tx, account, known.Browser, spent, source, now);

            OvertakenException.Unless(await BrowserStore.TrySpend(tx, known.Hash, now));
            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id, now));
            return await Enter(tx, account, known.Browser, next, source, now);
        }, ct);
    }

    private async Task<Answer<Entered>> Enter(
        Tx tx, Account account, RememberedBrowser browser, Token next, Source source, DateTimeOffset now)
    {
        await BrowserStore.AddToken(tx, browser.Id, tokens.UnderActive(next));
        await BrowserStore.NoteUse(tx, browser.Id, source.IpAddress, now);
        var opened = await sessions.Open(tx, account.Id, SessionKind.Browser, browser.CreatedAt, source, now);
        await teller.Note(tx, new(AuditEvent.AuthnLoginSuccess, source, account.Id, AuditOutcome.RememberedBrowser), now);
        return new Entered(opened.Key, next);
    }

    private async Task<Answer<Entered>> Replayed(
        Tx tx, Account account, RememberedBrowser browser, DateTimeOffset spent, Source source, DateTimeOffset now)
    {
        if (spent + Overlap > now) return Refusal.NotFound;

        await BrowserStore.TryEnd(tx, account.Id, browser.Id, now);
        await teller.Tell(
            tx, account, new(AuditEvent.AuthnTokenReuse, source, account.Id, AuditOutcome.BrowserToken), NoticeKind.BrowserCopied, now);
        return Refusal.NotFound;
    }
}
