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
public sealed record Identified(CallerOutcome Outcome, Caller? Caller = null)
{
    /// <summary>Nobody was ever given the credential, or it is forgotten: what has merely ended is no attempt at guessing.</summary>
    public bool IsNobodys { get; init; }
}

/// <summary>Who is calling: finds the account behind an API key or a session key.</summary>
public sealed class Callers(Ground ground, TokenHash tokens, FalseCredentials falses, CredentialDecisions decisions)
{
    // Uses are noted at most this often, so that reading stays free of writes.
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(5);

    private static readonly Identified Nobodys = new(CallerOutcome.Unknown) { IsNobodys = true };

    /// <summary>
    /// Finds the caller behind a key. That it was used is noted now and then: by what the caller changes, or by <see cref="NoteUse"/>.
    /// </summary>
    /// <param name="kind">How it came: a browser's session is only good as a cookie, and the other way round.</param>
    public async Task<Identified> Identify(string presented, SessionKind kind, Source source, CancellationToken ct)
    {
        var identified = Token.TryParse(presented, out var token)
            ? await ground.Db.Ask(sql => Find(sql, token, kind, source), ct)
            : Nobodys;
        if (identified.IsNobodys) falses.Note(source);
        if (identified.Caller is not { } caller) return identified;

        var account = MailWaits.IsToBeJudged(caller.Account)
            ? await ground.Db.Read(sql => MailWaits.Judge(sql, caller.Account), ct)
            : caller.Account;
        decisions.Opened(caller);
        return identified with { Caller = caller with { Account = account, Use = UseOf(caller, token!, ground.Now()) } };
    }

    /// <summary>The presented key, if it is one by which an operator lets an application name the addresses of its people.</summary>
    public async Task<ApiKeyId?> NamerOfEndUsers(string presented, Source source, CancellationToken ct)
    {
        var caller = (await Identify(presented, SessionKind.Bearer, source, ct)).Caller;
        await NoteUse(caller, ct);
        return caller?.ApiKey is { } key && ApiKeyRights.NamesEndUsers(key) ? key.Id : null;
    }

    /// <summary>Notes the use of the caller's key, unless a change of theirs has done it.</summary>
    public Task NoteUse(Caller? caller, CancellationToken ct) =>
        caller?.Use is { IsNoted: false } use ? ground.Db.Write(use.Note, ct) : Task.CompletedTask;

    /// <summary>
    /// The caller's account as it is inside this transaction. A caller whose credential died since it was identified, or
    /// whose account turned on 2FA meanwhile, is looked at again by its door.
    /// </summary>
    /// <exception cref="CallerChangedException">The credential is no longer what it was.</exception>
    public static async Task<Account> Refresh(Tx tx, Caller caller)
    {
        await tx.Foresee(
            sql => AccountStore.Find(sql, caller.Account.Id), sql => Look(sql, caller), sql => MethodStore.ListOf(sql, caller.Account.Id),
            sql => GuardStore.ReadBudget(sql, caller.Account.Id), sql => AuditLog.NextOf(sql, caller.Account.Id.Value));
        var account = await AccountStore.Find(tx, caller.Account.Id);
        var standing = await Look(tx, caller);
        var needsFactor = account?.NeedsSecondFactor((int)standing.Methods) ?? true;
        var alive = standing.Live == 1
            && (caller.Session is { } opened
                ? opened.SecondFactorAt is not null || !needsFactor
                : needsFactor == caller.AccountHasSecondFactor);

        // Whom an application keeps is spoken for by that application, and by nobody else.
        CallerChangedException.Unless(alive && account is { IsDisabled: false } && account.Application == caller.App?.Id);
        if (caller.Use is { } use) await use.Note(tx);
        return account!;
    }

    private static Task<Standing> Look(Sql sql, Caller caller) => caller switch
    {
        { App: { } app } => AppStore.Look(sql, app.Id, caller.Account.Id, caller.KeyHashes),
        { ApiKey: { } key } => ApiKeyStore.Look(sql, key, caller.KeyHashes),
        { Session: { } session } => SessionStore.Look(sql, session, caller.KeyHashes),
        _ => Task.FromResult(new Standing(0, 0)),
    };

    /// <summary>Whether an admin's rights wait until their mailbox has vouched for their second factor.</summary>
    public static async Task<bool> AwaitsMailbox(Sql sql, Account account) =>
        AwaitsMailbox(account, await MarkStore.Find(sql, account.Id, AccountMark.AwaitsMailbox) is not null);

    private static bool AwaitsMailbox(Account account, bool isUnvouched) => account.IsAdmin && (!account.IsEmailVerified || isUnvouched);

    private async Task<Identified> Find(Sql sql, Token token, SessionKind kind, Source source)
    {
        var hashes = tokens.UnderAll(token);
        var found = token.Kind switch
        {
            TokenKind.ApiKey when kind is SessionKind.Bearer => await CredentialStore.FindKey(sql, hashes),
            TokenKind.Session => await CredentialStore.FindSession(sql, hashes),
            TokenKind.Access when kind is SessionKind.Token => await CredentialStore.FindSession(sql, hashes),
            TokenKind.ApiKey or TokenKind.Challenge or TokenKind.Link or TokenKind.Browser or TokenKind.Access
                or TokenKind.Program or TokenKind.App => null,
        };
        return found switch
        {
            null => Nobodys,
            { Session: { } session } when session.Kind != kind || session.EndedAt is not null => Ended(found, source),
            { Session: { } session } when session.IsExpired(sql.Now, ground.Policy) => Expired(found, source),
            { Account.IsDisabled: true } => Ended(found, source),
            _ => new(CallerOutcome.Known, Known(found, source, hashes, sql.Now)),
        };
    }

    private Identified Ended(KnownCredential found, Source source)
    {
        decisions.Ended(found, source, AuditOutcome.EndedCredential);
        return new(CallerOutcome.Unknown);
    }

    private Identified Expired(KnownCredential found, Source source)
    {
        decisions.Ended(found, source, AuditOutcome.Expired);
        return new(CallerOutcome.Expired);
    }

    private Caller Known(KnownCredential found, Source source, IReadOnlyList<byte[]> hashes, DateTimeOffset now) => new(
        found.Account, found.Key, found.Session, found.Account.NeedsSecondFactor(found.Methods), source, hashes,
        Requirement.Of(ground.Policy, found.OrderedFrom, now))
    {
        AwaitsMailbox = AwaitsMailbox(found.Account, found.IsUnvouched),
    };

    private KeyUse? UseOf(Caller caller, Token token, DateTimeOffset now) => caller switch
    {
        { ApiKey: { } key } when key.LastUsedAt is not { } used || used + BetweenNotes <= now || !Believed.HasBeen(used, now) =>
            new(tx => ApiKeyStore.NoteUse(tx, key.Id, caller.KeyHashes, tokens.UnderActive(token))),
        { Session: { } session } when session.LastSeenAt + BetweenNotes <= now || !Believed.HasBeen(session.LastSeenAt, now) =>
            new(tx => SessionStore.NoteUse(tx, session.Id, caller.KeyHashes, tokens.UnderActive(token))),
        _ => null,
    };
}
