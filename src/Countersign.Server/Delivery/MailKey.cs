using System.Globalization;
using System.Security.Cryptography;
using Countersign.Server.Settings;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Countersign.Server.Delivery;

/// <summary>A key that signs mail (DKIM), read from its file.</summary>
internal sealed record MailKey(string Selector, AsymmetricKeyParameter Private, DkimSignatureAlgorithm Algorithm)
{
    // RFC 8301 §3.2: verifiers may believe no shorter one, and many do not.
    private const int LeastBits = 2048;

    /// <summary>Reads one.</summary>
    /// <exception cref="NotAsConfiguredException">There is none that can be used; the message is a sentence for the operator.</exception>
    public static MailKey Read(SigningKey key)
    {
        var path = key.File;
        return Parse(PrivateText.Read(path)) switch
        {
            Ed25519PrivateKeyParameters ed25519 => new(key.Selector, ed25519, DkimSignatureAlgorithm.Ed25519Sha256),
            RsaPrivateCrtKeyParameters { Modulus.BitLength: >= LeastBits } rsa =>
                new(key.Selector, rsa, DkimSignatureAlgorithm.RsaSha256),
            RsaKeyParameters rsa => throw new NotAsConfiguredException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} holds an RSA key of {rsa.Modulus.BitLength} bits, and {LeastBits} are needed. Make another one: `openssl genrsa " +
                $"-out {path} {LeastBits}`.")),
            _ => throw new NotAsConfiguredException(
                $"{path} holds no private key that signs mail: RSA or Ed25519, as PEM, without a password. Make one: `openssl genrsa " +
                $"-out {path} {LeastBits}`."),
        };
    }

    /// <summary>What is to be published for it in the domain name system (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
    public string Record => Private switch
    {
        Ed25519PrivateKeyParameters key => $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(key.GeneratePublicKey().GetEncoded())}",
        RsaPrivateCrtKeyParameters key => $"v=DKIM1; k=rsa; p={Convert.ToBase64String(PublicHalf(key))}",
        _ => throw new InvalidOperationException("Keys of other kinds are not read."),
    };

    /// <summary>The selector alone.</summary>
    public override string ToString() => Selector;

    private static byte[] PublicHalf(RsaPrivateCrtKeyParameters key) => SubjectPublicKeyInfoFactory
        .CreateSubjectPublicKeyInfo(new RsaKeyParameters(isPrivate: false, key.Modulus, key.PublicExponent)).GetEncoded();

    // Null: it is no key, or one under a password. What went wrong is not told: it may quote the text.
    private static AsymmetricKeyParameter? Parse(string text)
    {
        try
        {
            using var pem = new PemReader(new StringReader(text));
            return pem.ReadObject() switch
            {
                AsymmetricCipherKeyPair pair => pair.Private,
                AsymmetricKeyParameter { IsPrivate: true } key => key,
                _ => null,
            };
        }
        catch (Exception broken) when (broken is IOException or GeneralSecurityException or ArgumentException or FormatException
            or InvalidCastException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }
}
