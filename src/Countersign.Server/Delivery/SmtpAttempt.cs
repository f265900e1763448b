using Countersign.Core;
using MailKit;
using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>
/// How far one attempt came, and so what its failure means. From the first byte of the text on the server may have taken the mail.
/// </summary>
internal sealed class SmtpAttempt : ITransferProgress
{
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
        var refusal = failure is SmtpCommandException ? MailRefusal.Of(failure) : null;
        brokeOff = refusal is null or { Number: Closing }
            && failure is not (OperationCanceledException or ServiceNotAuthenticatedException);
        return refusal switch
        {
            // RFC 5321 §4.2.1: 5yz is for good, 4yz is for now.
            { IsForGood: true, Fault: MailFault.None } => SendOutcome.RefusedForGood($"the mail server refused it (SMTP {refusal.Number})"),
            // The same text would be refused again, but whatever else it does not like in us, an operator may mend meanwhile.
            { IsForGood: true, Fault: MailFault.Text } => SendOutcome.OurFaultForGood(SmtpFailure.Why(failure)),
            { IsForGood: true } => SendOutcome.OurFaultForNow(SmtpFailure.Why(failure)),
            { } => SendOutcome.FailedForNow($"the mail server put it off (SMTP {refusal.Number})"),
            // No number at all: the conversation broke, or it took too long.
            null when textBegan => SendOutcome.Unknown($"{SmtpFailure.Why(failure)}, after the text had left"),
            null => SmtpFailure.Outcome(failure),
        };
    }
}
