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
public sealed class EnterRemembered(Ground ground, SessionKeeper sessions, TokenHash tokens, FalseCredentials falses, ChangeTeller teller)
{
    // Two clicks, or two windows that a browser opens together: no thief, but no entry either.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    /// <summary>Refused with <see cref="Refusal.NotFound"/> whenever a code is needed after all.</summary>
    public async Task<Answer<Entered>> Run(Token pending, Token browser, Source source, CancellationToken ct)
    {
        var (session, next) = (tokens.UnderAll(pending), Token.New(TokenKind.Browser));
        return await ground.Db.Write<Answer<Entered>>(async tx =>
        {
            if (await ChallengeStore.FindLive(tx, session) is not { Challenge: var challenge } || challenge.IsExpired(tx.Now))
                return Refusal.NotFound;
            if (await AccountStore.Find(tx, challenge.Account) is not { IsDisabled: false } account) return Refusal.NotFound;
            if (!ChallengeRules.Fits(challenge, account, ChallengePurpose.LogIn, null)) return Refusal.NotFound;
            if (await BrowserStore.FindToken(tx, tokens.UnderAll(browser)) is not { } known || !known.Browser.Opens(account, tx.Now))
            {
                tx.TellAfterCommit(() => falses.Note(source));
                return Refusal.NotFound;
            }

            if (known.SpentAt is { } spent) return await Replayed(tx, account, known.Browser, spent, source);

            OvertakenException.Unless(await BrowserStore.TrySpend(tx, known.Hash));
            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
            return await Enter(tx, account, known.Browser, next, source);
        }, ct);
    }

    private async Task<Answer<Entered>> Enter(
        Tx tx, Account account, RememberedBrowser browser, Token next, Source source)
    {
        await BrowserStore.AddToken(tx, browser.Id, tokens.UnderActive(next));
        await BrowserStore.NoteUse(tx, browser.Id, source.IpAddress);
        await SendBudget.NoteOwner(tx, account, source);
        var key = await sessions.Open(tx, account.Id, SessionKind.Browser, new(browser.CreatedAt, browser.ProvenBy), source);
        await teller.Note(tx, new(AuditEvent.AuthnLoginSuccess, source, account.Id, AuditOutcome.RememberedBrowser));
        return new Entered(key, next);
    }

    private async Task<Answer<Entered>> Replayed(
        Tx tx, Account account, RememberedBrowser browser, DateTimeOffset spent, Source source)
    {
        if (spent + Overlap > tx.Now && Believed.HasBeen(spent, tx.Now)) return Refusal.NotFound;

        await BrowserStore.TryEnd(tx, account.Id, browser.Id);
        await teller.Tell(
            tx, account, new(AuditEvent.AuthnTokenReuse, source, account.Id, AuditOutcome.BrowserToken), NoticeKind.BrowserCopied);
        return Refusal.NotFound;
    }
}
