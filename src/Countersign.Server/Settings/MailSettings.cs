using System.Collections.Immutable;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum SmtpEncryption
{
    /// <summary>By STARTTLS, which the server must offer: <c>smtp://</c>.</summary>
    StartTls,

    /// <summary>From the first byte: <c>smtps://</c>.</summary>
    FromTheStart,

    /// <summary>Not at all: on loopback, and where the operator allowed it for another machine and asked by <c>smtp+plain://</c>.</summary>
    None,
}

/// <summary>A mail server, and whom we sign in as.</summary>
public sealed record SmtpServer(string Host, int Port, string? User, SecretText? Password, SmtpEncryption Encryption);

/// <summary>How we present ourselves to a mail server, and whom we believe that it is the right one.</summary>
public sealed record SmtpAccess
{
    /// <summary>The name in our greeting (RFC 5321 §4.1.1.1); empty: the address of our end of the connection.</summary>
    public string HeloName { get; init; } = "";

    /// <summary>The file of the access token that replaces a password (XOAUTH2); null: none does.</summary>
    public string? TokenFile { get; init; }

    /// <summary>How many connections there may be at once.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>The certificates (PEM) of those who may vouch for the server; null: those that this machine trusts.</summary>
    public string? CaFile { get; init; }
}

/// <summary>The sender of our e-mail: a name for people, and an address.</summary>
public sealed record MailSender(string Name, string Address);

/// <summary>Who vouches for our e-mail (DKIM, RFC 6376).</summary>
public sealed record MailSigning
{
    /// <summary>The keys; each signs every mail. Empty: none is signed.</summary>
    public ImmutableArray<SigningKey> Keys { get; init; } = [];

    /// <summary>The domain that signs; empty: the one of the sender.</summary>
    public string Domain { get; init; } = "";
}

/// <summary>A key to sign mail with.</summary>
/// <param name="Selector">The name that its public half is published under.</param>
/// <param name="File">Where the private half is. An absolute path.</param>
public sealed record SigningKey(string Selector, string File);
