using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>The mail whose link vouches for a second factor that was set up with the password alone.</summary>
public sealed class FactorMail(Policy policy, Outbox outbox, MessageTexts texts, TokenHash tokens, PublicAddress address)
{
    /// <summary>Writes the mail into the outbox of this transaction. Earlier links stay good while they live.</summary>
    /// <param name="about">What the link vouches for: that, and nothing that comes in its place.</param>
    public async Task Enqueue(Tx tx, Account account, Concern about)
    {
        var link = Token.New(TokenKind.Link);
        var expiresAt = tx.Now + policy.LinkLife;
        var opened = new NewChallenge(
            account, ChallengePurpose.ConfirmFactor, tokens.UnderActive(link), null, expiresAt, Concerns: about);
        var id = await ChallengeStore.Open(tx, opened);

        var message = texts.In(account.Language).ConfirmFactor(address.Page("confirm-2fa", link), policy.LinkLife);
        await outbox.Enqueue(tx, new(account.Id, id, Channel.Email, account.Email.Text, message, expiresAt));
    }
}
