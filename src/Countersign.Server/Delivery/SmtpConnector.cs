using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Server.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Countersign.Server.Delivery;

/// <summary>
/// Opens connections to the mail server as the settings say: encrypted by STARTTLS (RFC 3207) or from the first byte (RFC 8314), with
/// a certificate that somebody vouches for, then signed in. A server that falls short of it hears neither mail nor password.
/// </summary>
public sealed class SmtpConnector(SmtpServer server, SmtpAccess access)
{
    /// <summary>
    /// A connection ready for mail. Files of the settings are read anew, since tokens expire and certificates are replaced.
    /// </summary>
    public async Task<SmtpClient> Connect(CancellationToken ct)
    {
        var client = new SmtpClient { LocalDomain = access.HeloName };
        try
        {
            if (access.CaFile is { } file) Trust(client, Read(file, ReadCertificates));
            await client.ConnectAsync(server.Host, server.Port, Options(server.Encryption), ct);
            if (server.User is { } user) await client.AuthenticateAsync(Credentials(client, user), ct);
            return client;
        }
        catch
        {
            await MailConnection.Close(client);
            throw;
        }
    }

    private static SecureSocketOptions Options(SmtpEncryption encryption) => encryption switch
    {
        SmtpEncryption.StartTls => SecureSocketOptions.StartTls,
        SmtpEncryption.FromTheStart => SecureSocketOptions.SslOnConnect,
        SmtpEncryption.None => SecureSocketOptions.None,
    };

    // RFC 4616 before the older LOGIN, which no standard describes; a token by XOAUTH2 alone.
    private SaslMechanism Credentials(SmtpClient client, string user)
    {
        var offered = client.AuthenticationMechanisms;
        if (access.TokenFile is { } file)
            return offered.Contains("XOAUTH2") ? new SaslMechanismOAuth2(user, Read(file, File.ReadAllText).Trim()) : throw Lacks(
                "XOAUTH2");

        var password = server.Password?.Reveal() ?? "";
        if (offered.Contains("PLAIN")) return new SaslMechanismPlain(user, password);
        return offered.Contains("LOGIN") ? new SaslMechanismLogin(user, password) : throw Lacks("PLAIN nor LOGIN");
    }

    private static NotAsConfiguredException Lacks(string mechanism) =>
        new($"the mail server offers {(mechanism.Contains(' ', StringComparison.Ordinal) ? "neither" : "no")} {mechanism} to sign in with");

    private static void Trust(SmtpClient client, X509Certificate2Collection authorities)
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
        found.ImportFromPemFile(file);
        return found;
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
