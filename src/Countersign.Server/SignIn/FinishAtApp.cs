using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>How the second step ended.</summary>
/// <param name="Verdict">What was found of the code.</param>
/// <param name="Again">What names the same sign-in from now on, where the code was refused and another may be tried.</param>
/// <param name="Account">The person's.</param>
public sealed record FinishedAtApp(Verdict Verdict, Token? Again, Account Account);

/// <summary>
/// The second step of signing in to an application that asks for people: a code of the account's primary method, or a recovery code. Spend
/// first, grant after, in one transaction; there is no session of it.
/// </summary>
public sealed class FinishAtApp(Ground ground, OtpVerifier otps, TokenHash tokens, FalseCredentials falses, AuditLog audit)
{
    /// <summary>A code that came together with the password.</summary>
    public async Task<Answer<FinishedAtApp>> Run(AtApp at, PasswordCaller caller, OfferedOtp otp, CancellationToken ct)
    {
        var prepared = await otps.Prepare(caller.Account.Id, otp, at.Source, ct);
        return await ground.Db.Write<Answer<FinishedAtApp>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            if (!await at.IsThere(tx)) return Refusal.NotFound;

            return new FinishedAtApp(await Check(tx, at, account, prepared), null, account);
        }, ct);
    }

    /// <summary>A code for a sign-in that waits. What names it is good once, whatever becomes of the code.</summary>
    /// <param name="name">Whom the application says that it asks for.</param>
    public async Task<Answer<FinishedAtApp>> Run(AtApp at, string name, Token state, OfferedOtp otp, CancellationToken ct)
    {
        var hashes = tokens.UnderAll(state);
        if (await ground.Db.Read(sql => ChallengeStore.FindLive(sql, hashes), ct) is not { Challenge: var waiting })
        {
            falses.Note(at.Source);
            return Refusal.ChallengeNotFound;
        }

        var prepared = await otps.Prepare(waiting.Account, otp, at.Source, ct);
        return await ground.Db.Write<Answer<FinishedAtApp>>(waiting.Account, async tx =>
        {
            if (await AccountStore.Find(tx, waiting.Account) is not { IsDisabled: false } account) return Refusal.ChallengeNotFound;
            if (await ChallengeStore.FindLive(tx, hashes) is not { Challenge: var live }) return Refusal.ChallengeNotFound;
            if (!ChallengeRules.Fits(live, account, ChallengePurpose.LogIn, at.Credential) || live.Concerns != at.Nas
                || (await AccountStore.FindByName(tx, name))?.Id != account.Id || !await at.IsThere(tx)) return Refusal.ChallengeNotFound;

            OvertakenException.Unless(await ChallengeStore.TryEnd(tx, live.Id));
            if (live.IsExpired(tx.Now)) return Refusal.ChallengeExpired;

            var verdict = await Check(tx, at, account, prepared);
            return new FinishedAtApp(verdict, MayGoOn(verdict) ? await GoOn(tx, at, account, live) : null, account);
        }, ct);
    }

    private async Task<Verdict> Check(Tx tx, AtApp at, Account account, PreparedProof prepared)
    {
        var asked = new AuditEntry(AuditEvent.AuthnLoginSuccess, at.Source, account.Id) { Credential = at.Credential };
        var verdict = await otps.Check(tx, account, prepared, asked);
        if (verdict.IsAccepted) await at.LetIn(tx, audit, asked with { Factor = verdict.Kind, Method = verdict.Method });
        return verdict;
    }

    // A slip of the finger need not begin with the password again.
    private static bool MayGoOn(Verdict verdict) => verdict is
    {
        LockedUntil: null,
        Outcome: Outcome.NotACode or Outcome.WrongCode or Outcome.ClockOff or Outcome.UsedCode or Outcome.SpentCode or Outcome.PassedCode
            or Outcome.WrongBackupCode
    };

    // It ends when it would have ended.
    private async Task<Token> GoOn(Tx tx, AtApp at, Account account, Challenge before)
    {
        var again = Token.New(TokenKind.Challenge);
        await ChallengeStore.Open(tx, new(
            account, ChallengePurpose.LogIn, tokens.UnderActive(again), at.Credential, before.ExpiresAt, Concerns: at.Nas));
        return again;
    }
}
