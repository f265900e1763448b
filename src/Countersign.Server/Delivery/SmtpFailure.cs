using System.Net.Sockets;
using Countersign.Core;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Countersign.Server.Delivery;

/// <summary>Why a mail server was of no use, in our own words and numbers: what it wrote itself may quote an address.</summary>
internal static class SmtpFailure
{
    /// <summary>Whether this is what a conversation with a mail server may end in.</summary>
    public static bool IsOne(Exception failure) => failure
        is SmtpCommandException or SmtpProtocolException or SslHandshakeException or AuthenticationException or SaslException
        or ServiceNotAuthenticatedException or ServiceNotConnectedException or SocketException or IOException
        or UnauthorizedAccessException or NotSupportedException or OperationCanceledException or ObjectDisposedException
        or System.Security.Cryptography.CryptographicException;

    /// <summary>What an attempt comes to that ended before a mail was offered: it waits, and perhaps it is our own fault.</summary>
    public static SendOutcome Outcome(Exception failure) => IsOurFault(failure)
        ? SendOutcome.OurFaultForNow(Why(failure))
        : SendOutcome.FailedForNow(Why(failure));

    /// <summary>Whether the server did not let us sign in.</summary>
    public static bool IsOfSignIn(Exception failure) =>
        failure is AuthenticationException or ServiceNotAuthenticatedException or SaslException;

    /// <summary>The reason, so that it can stand alone.</summary>
    public static string Why(Exception failure) => failure switch
    {
        SocketException socket => $"the mail server cannot be reached ({socket.SocketErrorCode})",
        SslHandshakeException => "the mail server's certificate is not trusted, or it does not speak TLS on this port",
        _ when IsOfSignIn(failure) =>
            $"the mail server wants other credentials{Number(failure)}",
        SmtpCommandException or NotWelcomeException => $"{Dislike(MailRefusal.Of(failure)!.Fault)}{Number(failure)}",
        NotAsConfiguredException unfit => unfit.Message,
        NotSupportedException => "the mail server does not offer STARTTLS",
        OperationCanceledException => "the mail server did not answer in time",
        { InnerException: { } inner } => Why(inner),
        _ => "the conversation with the mail server broke off",
    };

    /// <summary>What the mail server does not like, so that a number can follow.</summary>
    public static string Dislike(MailFault fault) => fault switch
    {
        MailFault.None => "the mail server does not want to talk",
        MailFault.Connection => "the mail server takes no connection from this machine",
        MailFault.Greeting => "the mail server does not like our greeting",
        MailFault.SignIn => "the mail server wants other credentials",
        MailFault.Sender => "the mail server takes nothing from our sender",
        MailFault.Script => "the mail server takes no address in letters of other scripts",
        MailFault.Text => "the mail server does not like our text",
    };

    // A no for good to us; or the server and the settings do not fit together.
    private static bool IsOurFault(Exception failure) => MailRefusal.Of(failure) is { } refusal
        ? refusal.IsForGood
        : failure is AuthenticationException or ServiceNotAuthenticatedException or SaslException or SslHandshakeException
            or NotAsConfiguredException or NotSupportedException;

    private static string Number(Exception failure) => failure switch
    {
        SmtpCommandException refused => $" (SMTP {(int)refused.StatusCode})",
        { InnerException: { } inner } => Number(inner),
        _ => "",
    };
}

/// <summary>The mail server refused in its first words, before it had heard any of ours.</summary>
public sealed class NotWelcomeException(SmtpCommandException refused) : IOException(refused.Message, refused)
{
    /// <summary>The number that it said.</summary>
    public int Number { get; } = (int)refused.StatusCode;
}

/// <summary>The mail server and the settings do not fit together. The message is ours and holds no secret.</summary>
public sealed class NotAsConfiguredException(string message, Exception? inner = null) : IOException(message, inner);
