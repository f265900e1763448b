using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// Ends a sign-in that waits for its second step, as whoever began it wants: its code opens nothing, and is sent nowhere any more.
/// </summary>
public sealed class CancelSignIn(Ground ground, TokenHash tokens)
{
    /// <summary>Ends it; one that is over already stays so.</summary>
    public Task Run(Token handle, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (await ChallengeStore.FindLive(tx, tokens.UnderAll(handle)) is { Challenge: { Purpose: ChallengePurpose.LogIn } challenge })
            await ChallengeStore.TryEnd(tx, challenge.Id);
    }, ct);
}
