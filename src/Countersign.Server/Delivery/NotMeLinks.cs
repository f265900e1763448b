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
    private static readonly TimeSpan ShortestLife = TimeSpan.FromDays(7);

    /// <summary>One more link, good once.</summary>
    public async Task<Uri> Make(Tx tx, Account account)
    {
        var link = Token.New(TokenKind.Link);
        var life = policy.MailWait > ShortestLife ? policy.MailWait : ShortestLife;
        await ChallengeStore.Open(tx, new(account, ChallengePurpose.NotMe, tokens.UnderActive(link), null, tx.Now + life));
        return address.Page("not-me", link);
    }
}
