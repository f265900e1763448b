using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A finished sign-in.</summary>
/// <param name="NewKey">The key of the session: a new one, or null when the caller's own session was prolonged.</param>
/// <param name="EndsAt">When the session ends.</param>
/// <param name="BackupCodesLeft">How many are left, when one was used.</param>
/// <param name="HasMethods">False for a legacy account that still has none.</param>
public sealed record LoggedIn(Account Account, Token? NewKey, DateTimeOffset EndsAt, int? BackupCodesLeft, bool HasMethods)
{
    /// <summary>When mail to the account's address last came back; null: it did not, or nobody gave a password.</summary>
    public DateTimeOffset? MailBouncedAt { get; init; }
}

/// <summary>The second step of signing in: prove a second factor, get a session. Spend first, grant after, in one transaction.</summary>
public sealed class LogIn(
    Ground ground, ProofVerifier proofs, SessionKeeper sessions, TokenHash tokens, FalseCredentials falses,
    CredentialDecisions decisions, AuditLog audit)
{
    /// <summary>Finishes the sign-in whose password step handed out the proof's <see cref="Proof.Secret"/>.</summary>
    /// <param name="kind">What the session is for: a browser, or a program that had nothing but the password.</param>
    public async Task<Answer<LoggedIn>> Run(Proof proof, SessionKind kind, Source source, CancellationToken ct)
    {
        var now = ground.Now();
        if (await FindPending(proof, ct) is not { } pending)
        {
            falses.Note(source);
            return Refusal.ChallengeNotFound;
        }

        if (pending.IsExpired(now))
        {
            decisions.SignInExpired(pending.Account, source);
            return Refusal.ChallengeExpired;
        }

        var prepared = await proofs.Prepare(pending.Account, proof, source, ct);
        return await ground.Db.Write<Answer<LoggedIn>>(pending.Account, async tx =>
        {
            await tx.Foresee(
                sql => AccountStore.Find(sql, pending.Account), sql => ChallengeStore.FindLive(sql, pending.Id),
                sql => MethodStore.ListOf(sql, pending.Account), sql => ChallengeStore.FindLive(sql, prepared.SecretHashes!),
                sql => GuardStore.ReadBudget(sql, pending.Account), sql => AuditLog.NextOf(sql, pending.Account.Value),
                sql => MarkStore.Find(sql, pending.Account, AccountMark.MailBounced));
            if (await AccountStore.Find(tx, pending.Account) is not { IsDisabled: false } account) return Refusal.ChallengeNotFound;
            if (await ChallengeStore.FindLive(tx, pending.Id) is not { } live) return Refusal.ChallengeNotFound;
            if (!ChallengeRules.Fits(live.Challenge, account, ChallengePurpose.LogIn, null)) return Refusal.ChallengeNotFound;
            if (live.Challenge.IsExpired(tx.Now)) return Refusal.ChallengeExpired;

            var asked = new AuditEntry(AuditEvent.AuthnLoginSuccess, source, account.Id);
            var verdict = await proofs.Check(tx, account, prepared, Demand.LogIn, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            // A sent code ended this challenge itself; whatever else was proven ends it here. Either way it ends once.
            if (verdict.Kind is ProofKind.Totp or ProofKind.BackupCode or ProofKind.Passkey)
                OvertakenException.Unless(await ChallengeStore.TryEnd(tx, pending.Id));
            var key = verdict.Kind is ProofKind.BackupCode && kind is SessionKind.Browser
                ? await sessions.OpenWithLeave(tx, account, new(tx.Now, verdict.Kind), source)
                : await sessions.Open(tx, account.Id, kind, new(tx.Now, verdict.Kind), source);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return await Done(tx, account, verdict, key) with
            {
                MailBouncedAt = await MarkStore.Find(tx, account.Id, AccountMark.MailBounced),
            };
        }, ct);
    }

    /// <summary>Gives a signed-in program a session: a new one to an API key, its own for longer to a session key.</summary>
    public async Task<Answer<LoggedIn>> Run(Caller caller, Proof proof, CancellationToken ct)
    {
        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<LoggedIn>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.AuthnLoginSuccess);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Session(caller.Credential), asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            var key = caller.Session is null
                ? await sessions.OpenFor(tx, caller, verdict.Kind)
                : await sessions.Raise(tx, caller, verdict.Kind);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return await Done(tx, account, verdict, key);
        }, ct);
    }

    private async Task<Challenge?> FindPending(Proof proof, CancellationToken ct) =>
        Token.TryParse(proof.Secret, out var token)
            ? (await ground.Db.Read(sql => ChallengeStore.FindLive(sql, tokens.UnderAll(token)), ct))?.Challenge
            : null;

    private async Task<LoggedIn> Done(Tx tx, Account account, Verdict verdict, Token? key)
    {
        int? left = verdict.Kind is ProofKind.BackupCode ? await BackupCodeStore.CountLeft(tx, account.Id) : null;
        return new(account, key, sessions.EndOf(tx), left, verdict.Method is not null || await MethodStore.CountOf(tx, account.Id) > 0);
    }
}
