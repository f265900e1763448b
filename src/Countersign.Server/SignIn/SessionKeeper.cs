using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A session just opened, by number; the only time its key is in the clear.</summary>
public sealed record OpenedSession(SessionId Id, Token Key);

/// <summary>Opens, renews and ends sessions inside the transactions of the verbs.</summary>
public sealed class SessionKeeper(TokenHash tokens, Policy policy)
{
    /// <summary>When a session ends that is opened or raised now.</summary>
    public DateTimeOffset EndOf(Tx tx) => tx.Now + policy.SessionLife;

    /// <summary>Opens a session.</summary>
    /// <param name="factor">The second factor that was proven; null: none was needed.</param>
    /// <returns>Its key, the only time that it is in the clear.</returns>
    public Task<Token> Open(Tx tx, AccountId account, SessionKind kind, ProvenFactor? factor, Source source) =>
        Open(tx, Opening(tx, account, kind, factor, source));

    /// <summary>
    /// Opens the session of somebody who has just used up a recovery code at a page: the phone is lost, and the code that let them in is
    /// leave to put one method in its place, too. A second one would be spent for nothing.
    /// </summary>
    public async Task<Token> OpenWithLeave(Tx tx, Account account, ProvenFactor factor, Source source)
    {
        var key = Token.New(TokenKind.Session);
        var session = await SessionStore.AddNumbered(
            tx, Opening(tx, account.Id, SessionKind.Browser, factor, source), tokens.UnderActive(key));
        if (!account.IsLegacy && await MethodStore.CountOf(tx, account.Id) > 0)
            await EnrollmentStore.AddGrant(tx, account, Credential.Of(session), tx.Now + policy.GrantLife);
        return key;
    }

    /// <summary>Opens the session of a program that came with an API key and has proven a second factor just now.</summary>
    public Task<Token> OpenFor(Tx tx, Caller program, ProofKind? by) => Open(
        tx, Opening(tx, program.Account.Id, SessionKind.Bearer, new(tx.Now, by), program.Source) with { OpenedBy = program.ApiKey?.Id });

    /// <summary>Opens the session that a signed access token will name.</summary>
    public async Task<OpenedSession> OpenToken(Tx tx, AccountId account, ProvenFactor? factor, Source source)
    {
        var (key, session) = (Token.New(TokenKind.Access), Opening(tx, account, SessionKind.Token, factor, source));
        return new(await SessionStore.AddNumbered(tx, session, tokens.UnderActive(key)), key);
    }

    /// <summary>
    /// Ends all of the account's sessions, challenges, set-ups and grants but the caller's own session, and voids whatever
    /// else was begun under the old credentials. The first write of every change of factors. Where the password alone may stand behind the
    /// change, the links in the mailbox stay good: it may be a stranger's, who must not keep the owner from setting another one.
    /// </summary>
    /// <returns>The account as it is now.</returns>
    public static async Task<Account> EndAllElse(Tx tx, Account account, SessionId? keep)
    {
        var byMore = account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id))
            && await MarkStore.Find(tx, account.Id, AccountMark.AwaitsMailbox) is null;
        OvertakenException.Unless(await AccountStore.TryRenewCredentials(tx, account));
        var now = account with { CredentialVersion = account.CredentialVersion + 1 };
        await SessionStore.EndOthers(tx, account.Id, keep);
        if (byMore) await EndAskedMail(tx, account);
        await ChallengeStore.EndAll(tx, now);
        await EnrollmentStore.EndAll(tx, account.Id);
        return now;
    }

    /// <summary>
    /// Ends the links that anybody may have mailed to the account's address: its owner has used one, or has proven more than a password.
    /// What may be mailed is counted by the links that live, so another mail may go out at once. Else whoever asked for some before would
    /// leave their person with neither a link nor a mail.
    /// </summary>
    public static async Task EndAskedMail(Tx tx, Account account)
    {
        foreach (var purpose in (ChallengePurpose[])[ChallengePurpose.ResetPassword, ChallengePurpose.VerifyEmail])
        {
            await ChallengeStore.EndLive(tx, account.Id, purpose);
            await LimitStore.Forget(tx, Buckets.AskedEmail(purpose, account.Email));
        }
    }

    private async Task<Token> Open(Tx tx, Session session)
    {
        var key = Token.New(TokenKind.Session);
        await SessionStore.Add(tx, session, tokens.UnderActive(key));
        return key;
    }

    private Session Opening(Tx tx, AccountId account, SessionKind kind, ProvenFactor? factor, Source source) => new(
        default, account, kind, factor, source.IpAddress, source.UserAgent, tx.Now, tx.Now, EndOf(tx), null);

    /// <summary>Gives a browser's session another key, so that nobody who knew the old one stays in.</summary>
    public async Task<Token?> ChangeKey(Tx tx, Caller caller)
    {
        if (caller.Session is not { Kind: SessionKind.Browser } session) return null;

        var key = Token.New(TokenKind.Session);
        OvertakenException.Unless(await SessionStore.TryChangeKey(tx, session.Id, tokens.UnderActive(key), session.Factor));
        return key;
    }

    /// <summary>
    /// Marks the caller's session as having proven a second factor just now. A browser gets another key, so that nobody
    /// who knew the old one rises with it; a program's key is its own.
    /// </summary>
    public async Task<Token?> Raise(Tx tx, Caller caller, ProofKind? by)
    {
        if (caller.Session is not { } session) return null;
        if (session.Kind is not SessionKind.Browser)
        {
            OvertakenException.Unless(await SessionStore.TryProlong(tx, session.Id, EndOf(tx), new(tx.Now, by)));
            return null;
        }

        var key = Token.New(TokenKind.Session);
        OvertakenException.Unless(await SessionStore.TryChangeKey(tx, session.Id, tokens.UnderActive(key), new(tx.Now, by)));
        return key;
    }
}
