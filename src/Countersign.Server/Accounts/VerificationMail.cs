using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Accounts;

/// <summary>Where people reach the server; the only address that messages name.</summary>
public sealed record PublicAddress(Uri Base)
{
    /// <summary>A page of ours with a token in it.</summary>
    public Uri Page(string path, Token token) => new(Base, $"{path}?token={Uri.EscapeDataString(token.Reveal())}");

    /// <summary>The page that turns 2FA off.</summary>
    public Uri DisablePage(Token link) => new(Base, $"tf/disable/{Uri.EscapeDataString(link.Reveal())}");
}

/// <summary>The mail that proves an address: a link and a code, either of which is enough.</summary>
public sealed class VerificationMail(Outbox outbox, MessageTexts texts, SentCodes sentCodes, TokenHash tokens, PublicAddress address)
{
    /// <summary>
    /// Writes the mail into the outbox of this transaction. Earlier mails stay good while they live: anybody may ask for
    /// another one, and must not be able to kill the one that the person is reading.
    /// </summary>
    /// <param name="life">How long link and code are good.</param>
    public async Task Enqueue(Tx tx, Account account, TimeSpan life, DateTimeOffset now)
    {
        var draft = CodeSender.Draft();
        var id = await ChallengeStore.Open(
            tx, new(account, ChallengePurpose.VerifyEmail, tokens.UnderActive(draft.Secret), null, now + life), now);
        var challenge = (await ChallengeStore.FindLive(tx, id))!.Challenge;
        var code = sentCodes.Keep(challenge, Channel.Email, null, account.Email.Canonical, draft.Code);
        OvertakenException.Unless(await ChallengeStore.TrySetCode(tx, challenge, code, now));

        var message = texts.In(account.Language).VerifyEmail(draft.Code, address.Page("verify-email", draft.Secret), life);
        await outbox.Enqueue(tx, new(account.Id, id, Channel.Email, account.Email.Text, message, now + life), now);
    }
}
