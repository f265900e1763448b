using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A sign-in that waits for its second factor, as its person may see it.</summary>
public sealed record PendingSignIn(Challenge Challenge, FactorState Factors);

/// <summary>Shows what a waiting sign-in could be finished with, to whoever holds its handle.</summary>
public sealed class ShowPendingSignIn(Ground ground, TokenHash tokens)
{
    public Task<Answer<PendingSignIn>> Run(Token handle, CancellationToken ct) => ground.Db.Read<Answer<PendingSignIn>>(async sql =>
    {
        if (await ChallengeStore.FindLive(sql, tokens.UnderAll(handle)) is not { Challenge: var challenge })
            return Refusal.ChallengeNotFound;
        if (await AccountStore.Find(sql, challenge.Account) is not { IsDisabled: false } account) return Refusal.ChallengeNotFound;
        if (!ChallengeRules.Fits(challenge, account, ChallengePurpose.LogIn, null)) return Refusal.ChallengeNotFound;
        if (challenge.IsExpired(sql.Now)) return Refusal.ChallengeExpired;

        return new PendingSignIn(challenge, await FactorState.Read(sql, account, ground.Policy));
    }, ct);
}
