using Countersign.Core;
using MailKit;
using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>
/// How far one attempt came, and so what its failure means. From the first byte of the text on the server may have taken the mail.
/// </summary>
internal sealed class SmtpAttempt : ITransferProgress
{
    // RFC 4954 §6: the server wants us to sign in, or does not like how we did. The message is not to blame.
    private static readonly int[] AboutSigningIn = [530, 534, 535, 538];

    // RFC 5321 §3.8: the server closes the connection, for example because it was idle for too long.
    private const int Closing = 421;

    private bool textBegan;
    private bool brokeOff;

    /// <summary>The connection was dead and nothing of the text has left.</summary>
    public bool MayBeRepeated => brokeOff && !textBegan;

    /// <inheritdoc/>
    public void Report(long bytesTransferred, long totalSize) => textBegan = true;

    /// <inheritdoc/>
    public void Report(long bytesTransferred) => textBegan = true;

    /// <summary>What became of the mail.</summary>
    public SendOutcome Judge(Exception failure)
    {
        var reply = failure is SmtpCommandException refused ? (int)refused.StatusCode : 0;
        brokeOff = reply is 0 or Closing && failure is not (OperationCanceledException or ServiceNotAuthenticatedException);
        return reply switch
        {
            // RFC 5321 §4.2.1: 5yz is for good, 4yz is for now.
            _ when AboutSigningIn.Contains(reply) => SendOutcome.FailedForNow(SmtpFailure.Why(failure)),
            >= 500 => SendOutcome.RefusedForGood($"the mail server refused it (SMTP {reply})"),
            >= 400 => SendOutcome.FailedForNow($"the mail server put it off (SMTP {reply})"),
            // No number at all: the conversation broke, or it took too long.
            _ when textBegan => SendOutcome.Unknown($"{SmtpFailure.Why(failure)}, after the text had left"),
            _ => SendOutcome.FailedForNow(SmtpFailure.Why(failure)),
        };
    }
}
