using System.Net;
using System.Net.Mail;

namespace Countersign.Server.Delivery;

/// <summary>Whether mail travels encrypted.</summary>
public enum SmtpTls
{
    /// <summary>STARTTLS, except to a mail server on this very machine.</summary>
    UnlessLoopback,

    /// <summary>STARTTLS, always.</summary>
    Always,

    /// <summary>Plain, because the operator said so.</summary>
    Never,
}

/// <summary>The mail server that takes our mail. It never prints the password.</summary>
/// <param name="From">Of every mail, with or without a name: <c>Countersign &lt;no-reply@example.org&gt;</c>.</param>
/// <param name="User">For AUTH LOGIN; null sends without signing in.</param>
/// <param name="Tls">With STARTTLS (RFC 3207) the server must offer it and show a certificate this machine trusts.</param>
public sealed record SmtpOptions(
    string Host, int Port, MailAddress From, string? User = null, string? Password = null, SmtpTls Tls = SmtpTls.UnlessLoopback)
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether mail is encrypted on its way to this server.</summary>
    public bool UsesTls => Tls switch
    {
        SmtpTls.UnlessLoopback => !IsLoopback(Host),
        SmtpTls.Always => true,
        SmtpTls.Never => false,
    };

    /// <summary>Server and port.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
