using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>What is stored of a token: nobody gets the token back from it, and without the key nobody can even try.</summary>
/// <param name="KeyId">The root key it was hashed under; stored beside it, so that a rotation can count what is left.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record HashedToken(string KeyId, byte[] Hash);

/// <summary>
/// Turns a token into what is stored and looked up: HMAC-SHA256 over the whole token. Fast on purpose, a token has 256 bits of chance.
/// </summary>
public sealed class TokenHash(KeyRing keys)
{
    /// <summary>For storing a new token.</summary>
    public HashedToken UnderActive(Token token)
    {
        var keyId = keys.Active;
        return new(keyId, Hash(token, keyId));
    }

    /// <summary>For looking a token up, whichever key it was stored under: <c>WHERE token_hash IN (…)</c>. Newest key first.</summary>
    public IReadOnlyList<byte[]> UnderAll(Token token) => [.. keys.Known.Reverse().Select(keyId => Hash(token, keyId))];

    private byte[] Hash(Token token, string keyId) =>
        HMACSHA256.HashData(keys.Derive(keyId, KeyPurpose.Token), Encoding.ASCII.GetBytes(token.Reveal()));
}
