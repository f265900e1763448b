using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A browser is remembered; the only time its token is in the clear.</summary>
public sealed record BrowserRemembered(Token Token);

/// <summary>Remembers the browser of a session that has just proven a second factor.</summary>
public sealed class RememberBrowser(Ground ground, TokenHash tokens, AuditLog audit)
{
    /// <summary>How long a browser is remembered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(1);

    public async Task<Answer<BrowserRemembered>> Run(Token session, Source source, CancellationToken ct)
    {
        var token = Token.New(TokenKind.Browser);
        return await ground.Db.Write<Answer<BrowserRemembered>>(async tx =>
        {
            var opened = await SessionStore.FindByHash(tx, tokens.UnderAll(session));
            if (opened is not { EndedAt: null, Factor: { } proven }) return Refusal.NotFound;
            if (proven.At + JustNow < tx.Now || !Believed.HasBeen(proven.At, tx.Now)) return Refusal.NotFound;
            if (await AccountStore.Find(tx, opened.Account) is not { IsDisabled: false } account) return Refusal.NotFound;
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;

            var browser = new RememberedBrowser(
                0, account.Id, source.IpAddress, source.UserAgent, tx.Now, tx.Now, tx.Now + Life, null, account.CredentialVersion,
                proven.By);
            await BrowserStore.AddToken(tx, await BrowserStore.Add(tx, browser), tokens.UnderActive(token));
            await audit.Append(tx, new(AuditEvent.BrowserRemembered, source, account.Id));
            return new BrowserRemembered(token);
        }, ct);
    }
}
