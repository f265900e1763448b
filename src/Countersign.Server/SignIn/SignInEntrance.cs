using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Where a right password leads: into a session if the account has no second factor, else to a challenge that is no
/// session and opens nothing but the second step.
/// </summary>
public sealed class SignInEntrance(
    SessionKeeper sessions, PasswordThrottle throttle, TokenHash tokens, AuditLog audit, ChangeTeller teller, Policy policy)
{
    /// <summary>Lets somebody in whose password was just found right.</summary>
    /// <param name="browser">The token of a remembered browser, if they come from one.</param>
    public async Task<Answer<PasswordAccepted>> Enter(Tx tx, Account account, SessionKind kind, Token? browser, Source source)
    {
        var fresh = (await AccountStore.Find(tx, account.Id))!;
        var methods = await MethodStore.ListOf(tx, account.Id);
        var needsFactor = fresh.NeedsSecondFactor(methods.Count);
        if (!needsFactor)
        {
            await audit.Append(tx, new(AuditEvent.AuthnLoginSuccess, source, account.Id));
            return new PasswordAccepted(
                fresh, await sessions.Open(tx, account.Id, kind, factor: null, source), sessions.EndOf(tx), null, methods);
        }

        var token = Token.New(TokenKind.Challenge);
        var ask = new NewChallenge(
            fresh, ChallengePurpose.LogIn, tokens.UnderActive(token), null, tx.Now + policy.ChallengeLife,
            OpenedFrom: source.Place);
        if (await FullUntil(tx, ask, browser, source) is { } until) return await TurnAway(tx, fresh, until, source);

        await audit.Append(tx, new(AuditEvent.AuthnPasswordAccepted, source, account.Id));
        await ChallengeStore.Open(tx, ask);
        await OpenChallenges.KeepFew(tx, policy.OpenChallenges, policy.OpenChallengesInAll, ask);
        return new PasswordAccepted(fresh, null, null, token, methods);
    }

    // Whoever knows the password and has many networks must not end the sign-ins that wait at others. So at places that nobody has proven a
    // factor from there is room for so many, and whoever comes too late is told how to go on.
    private async Task<DateTimeOffset?> FullUntil(Tx tx, NewChallenge ask, Token? browser, Source source) =>
        await SendBudget.IsOwners(tx, ask.Account, source) || await throttle.Remembers(tx, ask.Account, browser)
            ? null
            : await OpenChallenges.FullUntil(tx, ask, policy.OpenChallengesInAll);

    private async Task<Refused> TurnAway(Tx tx, Account account, DateTimeOffset until, Source source)
    {
        var entry = new AuditEntry(AuditEvent.AuthnLoginFail, source, account.Id, AuditOutcome.TurnedAway);
        await TurnedAway.Note(tx, entry);
        if (await LimitStore.TryTake(tx, ProofVerifier.WarningOf(account)))
            await teller.News(tx, account, entry, NoticeKind.SignInsUnfinished, new());
        return new(Refusal.TooManyWaiting, RetryAt: until);
    }
}
