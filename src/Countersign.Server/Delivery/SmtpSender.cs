using Countersign.Core;
using Countersign.Server.Storage;
using MimeKit;

namespace Countersign.Server.Delivery;

/// <summary>
/// Hands mail to a mail server (RFC 5321). A connection that took one mail is kept for the next; when the server has closed it
/// meanwhile, before it heard anything of the text, the mail goes over a new one.
/// </summary>
/// <param name="connections">How many connections there may be at once.</param>
public sealed class SmtpSender(SmtpConnector connector, Mail form, MailSigner signer, int connections, TimeProvider clock)
    : IMessageSender, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MailConnections kept = new(connections, clock);

    /// <inheritdoc/>
    public Channel Channel => Channel.Email;

    /// <inheritdoc/>
    public int Parallel => connections;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(message.To, out var to)) return SendOutcome.RefusedForGood("that is not an address");
        if (message.Message.Subject.Any(char.IsControl)) return SendOutcome.RefusedForGood("a header would break the form of a mail");

        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        using var mail = form.Compose(message, to, clock.GetUtcNow());
        signer.Sign(mail);
        try
        {
            await kept.Enter(either.Token);
        }
        catch (OperationCanceledException)
        {
            return SendOutcome.FailedForNow("all connections to the mail server were in use");
        }

        try
        {
            return await OverKept(mail, either.Token) ?? await OverNew(mail, either.Token);
        }
        finally
        {
            kept.Leave();
        }
    }

    /// <summary>Says goodbye on the kept connections.</summary>
    public ValueTask DisposeAsync() => kept.DisposeAsync();

    // Null: there was none, or it was dead before it had heard a word of the text.
    private async Task<SendOutcome?> OverKept(MimeMessage mail, CancellationToken ct)
    {
        if (kept.Take() is not { } connection) return null;

        var attempt = new SmtpAttempt();
        var outcome = await Offer(connection, mail, attempt, ct);
        return attempt.MayBeRepeated && !ct.IsCancellationRequested ? null : outcome;
    }

    private async Task<SendOutcome> OverNew(MimeMessage mail, CancellationToken ct)
    {
        try
        {
            var client = await connector.Connect(ct);
            return await Offer(new(client), mail, new(), ct);
        }
        catch (Exception failure) when (SmtpFailure.IsOne(failure))
        {
            return SmtpFailure.Outcome(failure);
        }
    }

    private async Task<SendOutcome> Offer(MailConnection connection, MimeMessage mail, SmtpAttempt attempt, CancellationToken ct)
    {
        if (NeedsOtherScripts(mail) && !connection.Client.TakesOtherScripts)
        {
            kept.Put(connection);
            return SendOutcome.OurFaultForGood("the mail server takes no address in letters of other scripts (SMTPUTF8)");
        }

        try
        {
            await connection.Client.SendAsync(mail, ct, attempt);
        }
        catch (Exception failure) when (SmtpFailure.IsOne(failure))
        {
            await connection.End(failure);
            return attempt.Judge(failure);
        }

        kept.Put(connection);
        return SendOutcome.Accepted;
    }

    // RFC 6531 §3.2. A domain name has a form in ASCII (RFC 5891), the part before the at sign has none.
    private static bool NeedsOtherScripts(MimeMessage mail) =>
        mail.From.Mailboxes.Concat(mail.To.Mailboxes).Any(address => !address.LocalPart.All(char.IsAscii));
}
