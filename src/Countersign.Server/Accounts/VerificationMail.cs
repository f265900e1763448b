using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>The mail that proves an address: a link, and for whoever can be signed in already a code that is as good.</summary>
public sealed class VerificationMail(Outbox outbox, MessageTexts texts, SentCodes sentCodes, TokenHash tokens, PublicAddress address)
{
    /// <summary>
    /// Writes the mail into the outbox of this transaction. Earlier mails stay good while they live: anybody may ask for
    /// another one, and must not be able to kill the one that the person is reading. Each has a link of its own, and all have the
    /// same code: many mails are not many codes to guess.
    /// </summary>
    /// <param name="life">How long link and code are good.</param>
    /// <param name="about">The sign-up that the link confirms, where the account was signed up for.</param>
    public async Task Enqueue(Tx tx, Account account, TimeSpan life, Concern? about)
    {
        var draft = CodeSender.Draft();
        var digits = await LiveCode(tx, account) ?? draft.Code;
        var id = await ChallengeStore.Open(
            tx, new(account, ChallengePurpose.VerifyEmail, tokens.UnderActive(draft.Secret), null, tx.Now + life, Concerns: about));
        var link = address.Page("verify-email", draft.Secret);

        var challenge = (await ChallengeStore.FindLive(tx, id))!.Challenge;
        var code = sentCodes.Keep(challenge, Channel.Email, null, account.Email.Canonical, digits);
        OvertakenException.Unless(await ChallengeStore.TrySetCode(tx, challenge, code));

        // Nobody is signed in before a sign-up is confirmed, so there would be no place to type the code into.
        var words = texts.In(account.Language);
        var message = await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is null
            ? words.VerifyEmail(digits, link, life)
            : words.ConfirmSignUp(link, life);
        await outbox.Enqueue(tx, new(account.Id, id, Channel.Email, account.Email.Text, message, tx.Now + life));
    }

    private async Task<Code?> LiveCode(Tx tx, Account account)
    {
        var live = await ChallengeStore.ListLive(tx, account.Id, ChallengePurpose.VerifyEmail);
        return live.FirstOrDefault(earlier => earlier.SealedCode is not null && earlier.Challenge.Destination == account.Email.Canonical)
            is { } mail
            ? sentCodes.Open(mail)
            : null;
    }
}
