using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Recovery;

/// <summary>The mail whose link turns 2FA off, together with the password.</summary>
public sealed class DisableMail(Policy policy, Outbox outbox, MessageTexts texts, TokenHash tokens, PublicAddress address)
{
    /// <summary>
    /// Writes the mail into the outbox of this transaction. Earlier links stay good while they live: somebody else who knows the password
    /// could kill them else, again and again. Using one ends them all.
    /// </summary>
    public async Task Enqueue(Tx tx, Account account)
    {
        var link = Token.New(TokenKind.Link);
        var expiresAt = tx.Now + policy.DisableDelay + policy.LinkLife;
        var id = await ChallengeStore.Open(tx, new(account, ChallengePurpose.Disable, tokens.UnderActive(link), null, expiresAt));

        var message = texts.In(account.Language).DisableByLink(
            link.Reveal(), address.DisablePage(link), policy.LinkLife, policy.DisableDelay);
        await outbox.Enqueue(tx, new(account.Id, id, Channel.Email, account.Email.Canonical, message, expiresAt));
    }
}
