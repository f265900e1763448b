using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Where a right password leads: into a session if the account has no second factor, else to a challenge that is no
/// session and opens nothing but the second step.
/// </summary>
public sealed class SignInEntrance(SessionKeeper sessions, TokenHash tokens, AuditLog audit, Policy policy)
{
    /// <summary>Lets somebody in whose password was just found right.</summary>
    public async Task<PasswordAccepted> Enter(Tx tx, Account account, SessionKind kind, Source source)
    {
        var fresh = (await AccountStore.Find(tx, account.Id))!;
        var methods = await MethodStore.ListOf(tx, account.Id);
        var needsFactor = fresh.NeedsSecondFactor(methods.Count);
        var entry = new AuditEntry(
            needsFactor ? AuditEvent.AuthnPasswordAccepted : AuditEvent.AuthnLoginSuccess, source, account.Id);
        await audit.Append(tx, entry);

        return needsFactor
            ? new(fresh, null, await OpenPending(tx, fresh, source), methods)
            : new(
                fresh, await sessions.Open(tx, account.Id, kind, SecondFactor.NotNeeded, source), null, methods);
    }

    private async Task<Token> OpenPending(Tx tx, Account account, Source source)
    {
        var token = Token.New(TokenKind.Challenge);
        var ask = new NewChallenge(
            account, ChallengePurpose.LogIn, tokens.UnderActive(token), null, tx.Now + policy.ChallengeLife,
            OpenedFrom: source.AddressBucket);
        await ChallengeStore.Open(tx, ask);
        await ChallengeStore.KeepFew(tx, policy.OpenChallenges, policy.OpenChallengesInAll, ask);
        return token;
    }
}
