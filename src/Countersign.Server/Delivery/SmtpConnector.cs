using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Server.Settings;
using Countersign.Shared;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Countersign.Server.Delivery;

/// <summary>
/// Opens connections to the mail server as the settings say: encrypted by STARTTLS (RFC 3207) or from the first byte (RFC 8314), with
/// a certificate that somebody vouches for, then signed in. A server that falls short of it hears neither mail nor password.
/// </summary>
public sealed class SmtpConnector(SmtpServer server, SmtpAccess access)
{
    private volatile MailScripts lastOffer;

    /// <summary>Which letters the server took in addresses when it was last connected to.</summary>
    public MailScripts LastOffer => lastOffer;

    /// <summary>
    /// A connection ready for mail. Files of the settings are read anew, since tokens expire and certificates are replaced.
    /// </summary>
    public async Task<MailClient> Connect(CancellationToken ct)
    {
        var client = new MailClient();
        try
        {
            if (access.CaFile is { } file) Trust(client, Read(file, ReadCertificates));
            var socket = await Reach(ct);
            client.LocalDomain = access.HeloName is { Length: > 0 } name ? name : AddressOf(socket);
            await client.ConnectAsync(socket, server.Host, server.Port, Options(server.Encryption), ct);
            if (server.User is { } user) await client.AuthenticateAsync(Credentials(client, user), ct);
            lastOffer = client.TakesOtherScripts ? MailScripts.All : MailScripts.AsciiAlone;
            return client;
        }
        catch (SmtpCommandException refused) when (!client.HasSpoken)
        {
            await MailConnection.Close(client);
            throw new NotWelcomeException(refused);
        }
        catch
        {
            await MailConnection.Close(client);
            throw;
        }
    }

    private async Task<Socket> Reach(CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // RFC 5321 §4.1.4: whoever has no whole name greets with the address of its end; the library puts it into brackets.
    private static string AddressOf(Socket socket)
    {
        var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        return $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}";
    }

    private static SecureSocketOptions Options(SmtpEncryption encryption) => encryption switch
    {
        SmtpEncryption.StartTls => SecureSocketOptions.StartTls,
        SmtpEncryption.FromTheStart => SecureSocketOptions.SslOnConnect,
        SmtpEncryption.None => SecureSocketOptions.None,
    };

    // RFC 4616 before the older LOGIN, which no standard describes; a token by XOAUTH2 alone.
    private SaslMechanism Credentials(MailClient client, string user)
    {
        var offered = client.AuthenticationMechanisms;
        if (access.TokenFile is { } file)
            return offered.Contains("XOAUTH2") ? new SaslMechanismOAuth2(user, Read(file, TextFile.Read).Trim()) : throw Lacks(
                "XOAUTH2");

        var password = server.Password?.Reveal() ?? "";
        if (offered.Contains("PLAIN")) return new SaslMechanismPlain(user, password);
        return offered.Contains("LOGIN") ? new SaslMechanismLogin(user, password) : throw Lacks("PLAIN nor LOGIN");
    }

    private static NotAsConfiguredException Lacks(string mechanism) =>
        new($"the mail server offers {(mechanism.Contains(' ', StringComparison.Ordinal) ? "neither" : "no")} {mechanism} to sign in with");

    private static void Trust(MailClient client, X509Certificate2Collection authorities)
    {
        // A private authority seldom says where its list of revoked certificates is.
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, shown, _, errors) =>
            shown is X509Certificate2 certificate
            && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is SslPolicyErrors.None
            && VouchedFor(certificate, authorities);
    }

    private static bool VouchedFor(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2Collection ReadCertificates(string file)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(TextFile.Read(file));
        return found.Count > 0 ? found : throw new CryptographicException("It holds none.");
    }

    /// <summary>Why nobody can be vouched for by this file of authorities, and what mends it; null: somebody can.</summary>
    public static string? FaultOfAuthorities(string file)
    {
        try
        {
            _ = ReadCertificates(file);
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return $"COUNTERSIGN_SMTP_CA_FILE: {FileTrouble.Say(broken)}";
        }
        catch (CryptographicException)
        {
            return $"COUNTERSIGN_SMTP_CA_FILE: {file} holds no certificate in PEM form. Put that of the mail server's authority there.";
        }
    }

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new NotAsConfiguredException($"{file} cannot be read ({broken.GetType().Name})", broken);
        }
    }
}
