using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>The mail with the link by which a password is reset.</summary>
public sealed class ResetMail(Outbox outbox, MessageTexts texts, TokenHash tokens, PublicAddress address, Policy policy)
{
    /// <summary>
    /// Writes the mail into the outbox of this transaction. Earlier links stay good while they live: anybody may ask for another one, and
    /// must not be able to kill the one that the person is about to use. Using one ends them all.
    /// </summary>
    /// <returns>The link.</returns>
    public async Task<Token> Enqueue(Tx tx, Account account)
    {
        var link = Token.New(TokenKind.Link);
        var id = await ChallengeStore.Open(
            tx, new(account, ChallengePurpose.ResetPassword, tokens.UnderActive(link), null, tx.Now + policy.LinkLife));

        var message = texts.In(account.Language).ResetPassword(address.Page("reset-password", link), policy.LinkLife);
        await outbox.Enqueue(tx, new(account.Id, id, Channel.Email, account.Email.Text, message, tx.Now + policy.LinkLife));
        return link;
    }
}
