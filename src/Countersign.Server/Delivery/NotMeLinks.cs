using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// Makes the links by which somebody who hears of a change says "this wasn't me". Each message has its own. They outlive every change of
/// the account's credentials: whoever made the change must not be able to make the objection void.
/// </summary>
public sealed class NotMeLinks(Policy policy, TokenHash tokens, PublicAddress address)
{
    /// <summary>One more link, good once.</summary>
    /// <param name="about">What exactly it objects to, where more can be done about that than to stop everything.</param>
    /// <param name="until">It is good until then at the least: as long as there is something to stop.</param>
    public async Task<Uri> Make(Tx tx, Account account, Concern? about = null, DateTimeOffset? until = null)
    {
        var link = Token.New(TokenKind.Link);
        var life = tx.Now + policy.ObjectionLife;
        var expiresAt = until > life ? until.Value : life;
        await ChallengeStore.Open(
            tx, new(account, ChallengePurpose.NotMe, tokens.UnderActive(link), null, expiresAt, Concerns: about));
        return address.Page("not-me", link);
    }
}
