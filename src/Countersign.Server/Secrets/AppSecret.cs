using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>
/// What is stored of an application's secret. It has 256 bits of chance, so a fast hash without a key is enough, and no root key is held
/// up by an application that nobody renews.
/// </summary>
public static class AppSecret
{
    /// <summary>The hash of a new secret, or of one that was shown.</summary>
    public static byte[] HashOf(Token secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret.Reveal()));

    /// <summary>
    /// Whether what was given is a secret of these hashes. What is no secret of ours costs the same as a wrong one; one without hashes the
    /// same as one that has some.
    /// </summary>
    public static bool Holds(string? given, IReadOnlyList<byte[]> hashes)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given ?? ""));
        var found = false;
        foreach (var each in hashes.Count > 0 ? hashes : [new byte[SHA256.HashSizeInBytes]])
            found |= CryptographicOperations.FixedTimeEquals(hash, each);
        return found;
    }
}
