using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>What a presented credential is worth.</summary>
public enum CallerOutcome
{
    Known,

    /// <summary>Never existed, deleted, revoked, or its account is shut.</summary>
    Unknown,

    /// <summary>A session whose time is over.</summary>
    Expired,
}

/// <summary>A caller, or why there is none.</summary>
public sealed record Identified(CallerOutcome Outcome, Caller? Caller = null);

/// <summary>Who is calling: finds the account behind an API key or a session key.</summary>
public sealed class Callers(Ground ground, TokenHash tokens)
{
    // Uses are noted at most this often, so that reading stays free of writes.
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Finds the caller behind a key. That it was used is noted now and then: by what the caller changes, or by <see cref="NoteUse"/>.
    /// </summary>
    /// <param name="kind">How it came: a browser's session is only good as a cookie, and the other way round.</param>
    public async Task<Identified> Identify(string presented, SessionKind kind, Source source, CancellationToken ct)
    {
        if (!Token.TryParse(presented, out var token)) return new(CallerOutcome.Unknown);

        var identified = await ground.Db.Read(sql => Find(sql, token, kind, source), ct);
        return identified.Caller is { } caller
            ? identified with { Caller = caller with { Use = UseOf(caller, token, ground.Now()) } }
            : identified;
    }

    /// <summary>Notes the use of the caller's key, unless a change of theirs has done it.</summary>
    public Task NoteUse(Caller? caller, CancellationToken ct) =>
        caller?.Use is { IsNoted: false } use ? ground.Db.Write(use.Note, ct) : Task.CompletedTask;

    /// <summary>
    /// The caller's account as it is inside this transaction. A caller whose credential died since it was identified, or
    /// whose account turned on 2FA meanwhile, is asked to come again.
    /// </summary>
    /// <exception cref="OvertakenException">The credential is no longer what it was.</exception>
    public static async Task<Account> Refresh(Tx tx, Caller caller)
    {
        var account = await AccountStore.Find(tx, caller.Account.Id);
        var standing = caller switch
        {
            { ApiKey: { } key } => await ApiKeyStore.Look(tx, key, caller.KeyHashes),
            { Session: { } session } => await SessionStore.Look(tx, session, caller.KeyHashes),
            _ => new(0, 0),
        };
        var needsFactor = account?.NeedsSecondFactor((int)standing.Methods) ?? true;
        var alive = standing.Live == 1
            && (caller.Session is { } opened
                ? opened.SecondFactorAt is not null || !needsFactor
                : needsFactor == caller.AccountHasSecondFactor);

        OvertakenException.Unless(alive && account is { IsDisabled: false });
        if (caller.Use is { } use) await use.Note(tx);
        return account!;
    }

    private async Task<Identified> Find(Sql sql, Token token, SessionKind kind, Source source)
    {
        var hashes = tokens.UnderAll(token);
        return token.Kind switch
        {
            TokenKind.ApiKey when kind is SessionKind.Bearer =>
                await Known(sql, await ApiKeyStore.FindByHash(sql, hashes), null, hashes, source),
            TokenKind.Session => await FindSession(sql, hashes, kind, source),
            TokenKind.Access when kind is SessionKind.Token => await FindSession(sql, hashes, kind, source),
            TokenKind.ApiKey or TokenKind.Challenge or TokenKind.Link or TokenKind.Browser or TokenKind.Access =>
                new(CallerOutcome.Unknown),
        };
    }

    private async Task<Identified> FindSession(
        Sql sql, IReadOnlyList<byte[]> hashes, SessionKind kind, Source source)
    {
        var session = await SessionStore.FindByHash(sql, hashes);
        if (session is null || session.Kind != kind || session.EndedAt is not null) return new(CallerOutcome.Unknown);

        return session.IsExpired(sql.Now, ground.Policy) ? new(CallerOutcome.Expired) : await Known(sql, null, session, hashes, source);
    }

    private async Task<Identified> Known(
        Sql sql, ApiKey? key, Session? session, IReadOnlyList<byte[]> hashes, Source source)
    {
        if ((key?.Account ?? session?.Account) is not { } id) return new(CallerOutcome.Unknown);
        if (await AccountStore.FindWithMethods(sql, id) is not { Account: { IsDisabled: false } account } known)
            return new(CallerOutcome.Unknown);

        var needsFactor = account.NeedsSecondFactor(known.Methods);
        var requirement = Requirement.Of(ground.Policy, known.OrderedFrom, sql.Now);
        return new(CallerOutcome.Known, new(account, key, session, needsFactor, source, hashes, requirement)
        {
            AwaitsMailbox = await AwaitsMailbox(sql, account),
        });
    }

    /// <summary>Whether an admin's rights wait until their mailbox has vouched for their second factor.</summary>
    public static async Task<bool> AwaitsMailbox(Sql sql, Account account) =>
        account.IsAdmin
        && (!account.IsEmailVerified || await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null);

    private KeyUse? UseOf(Caller caller, Token token, DateTimeOffset now) => caller switch
    {
        { ApiKey: { } key } when key.LastUsedAt is null || key.LastUsedAt + BetweenNotes <= now =>
            new(tx => ApiKeyStore.NoteUse(tx, key.Id, caller.KeyHashes, tokens.UnderActive(token))),
        { Session: { } session } when session.LastSeenAt + BetweenNotes <= now => new(tx => SessionStore.NoteUse(tx, session.Id)),
        _ => null,
    };
}
