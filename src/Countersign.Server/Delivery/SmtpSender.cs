using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Hands mail to a mail server (RFC 5321). Unless the server may be spoken to in plain, it insists on STARTTLS (RFC 3207) with a
/// certificate this machine trusts; a server that does not offer it gets nothing, neither mail nor password.
/// </summary>
public sealed class SmtpSender(SmtpServer server, MailSender from, TimeProvider clock) : IMessageSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // RFC 4954 §6: the server wants us to sign in, or does not like how we did. The message is not to blame.
    private static readonly int[] AboutSigningIn = [530, 534, 535, 538];

    /// <inheritdoc/>
    public Channel Channel => Channel.Email;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        if (!EmailAddress.TryParse(message.To, out var to)) return SendOutcome.RefusedForGood("the address is none");

        try
        {
            using var mail = Mail.Compose(message, from, to);
            using var conversation = Connect();
            // Waited for from outside: the framework does not hear a cancellation between the text and the last reply.
            await conversation.SendMailAsync(mail, either.Token).WaitAsync(either.Token);
            return SendOutcome.Accepted;
        }
        catch (SmtpException refused)
        {
            return Judge(refused);
        }
        catch (OperationCanceledException)
        {
            return SendOutcome.Unknown("the mail server did not answer in time");
        }
        catch (Exception odd) when (odd is FormatException or ArgumentException)
        {
            return SendOutcome.RefusedForGood("a header would break the form of a mail");
        }
    }

    private SmtpClient Connect() => new(server.Host, server.Port)
    {
        EnableSsl = !server.MayBePlain,
        DeliveryMethod = SmtpDeliveryMethod.Network,
        UseDefaultCredentials = false,
        Credentials = server.User is { } user ? new NetworkCredential(user, server.Password?.Reveal()) : null,
    };

    // RFC 5321 §4.2.1: 5yz is for good, 4yz is for now. No number at all means that the conversation broke.
    private static SendOutcome Judge(SmtpException refused)
    {
        var reply = (int)refused.StatusCode;
        return reply switch
        {
            _ when AboutSigningIn.Contains(reply) => SendOutcome.FailedForNow($"the mail server wants other credentials (SMTP {reply})"),
            >= 500 => SendOutcome.RefusedForGood($"the mail server refused it (SMTP {reply})"),
            >= 400 => SendOutcome.FailedForNow($"the mail server put it off (SMTP {reply})"),
            _ => SendOutcome.FailedForNow(Cause(refused)),
        };
    }

    private static string Cause(Exception failure) => failure switch
    {
        SocketException socket => $"the mail server cannot be reached ({socket.SocketErrorCode})",
        AuthenticationException => "the mail server's certificate is not trusted",
        { InnerException: { } inner } => Cause(inner),
        _ => "the conversation with the mail server broke off, or it does not offer STARTTLS",
    };
}
