using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Core;

/// <summary>
/// What a program shows before it gets a code, and whose origin it must show to use it (PKCE, RFC 7636): the SHA-256 of a verifier that it
/// keeps to itself. There is one way, S256; the plain one would show what is to be kept.
/// </summary>
/// <param name="Text">43 characters of base64url.</param>
public readonly record struct CodeChallenge(string Text)
{
    /// <summary>The only method there is, by its name in an address (RFC 7636 §4.3).</summary>
    public const string Method = "S256";

    private const int HashLength = 32;
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;

    /// <summary>Reads a challenge in its one spelling.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CodeChallenge? challenge)
    {
        var hash = new byte[HashLength];
        var isOne = text is not null && Base64Url.IsValid(text, out var length) && length == HashLength
            && Base64Url.TryDecodeFromChars(text, hash, out _) && Base64Url.EncodeToString(hash) == text;
        challenge = isOne ? new(text!) : null;
        return isOne;
    }

    /// <summary>The challenge of a verifier; null for what has not the form of one (RFC 7636 §4.1).</summary>
    public static CodeChallenge? Of(string? verifier) =>
        verifier is { Length: >= ShortestVerifier and <= LongestVerifier } && verifier.All(IsUnreserved)
            ? new(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))))
            : null;

    private static bool IsUnreserved(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~';
}
