using System.Security.Cryptography;

namespace Countersign.Server.Radius;

/// <summary>
/// Who has sent a packet, and what of it is hidden: by the secret that a client and we share. MD5 is what the protocol has (RFC 2865 §3);
/// what counts is the Message-Authenticator, a keyed hash of the whole packet, which the collisions of MD5 do not break (RFC 6151 §2.3).
/// </summary>
public static class RadiusSigning
{
    // RFC 2865 §5.2: the longest password.
    private const int LongestHidden = 128;

    private const int Block = 16;

    /// <summary>
    /// Whether a request was written by whoever has this secret, and by nobody else since: it has one Message-Authenticator (RFC 3579
    /// §3.2), and that fits. Without one a request could be answered with what somebody between has made of it (CVE-2024-3596).
    /// </summary>
    public static bool IsOf(RadiusPacket request, ReadOnlySpan<byte> secret)
    {
        if (!request.TryOne(RadiusKind.MessageAuthenticator, out var found) || found is not { Length: Block } given) return false;

        var whole = request.Whole.ToArray();
        Blank(whole, request.Attributes);
        return CryptographicOperations.FixedTimeEquals(Sum(secret, whole), given.Span);
    }

    /// <summary>
    /// Writes an answer: the Message-Authenticator comes first, so that nobody between can turn one answer into another whatever the
    /// client does with it (CVE-2024-3596).
    /// </summary>
    /// <returns>Null when it would be too long.</returns>
    public static byte[]? Answer(
        RadiusPacket request, RadiusCode code, IReadOnlyList<RadiusField> attributes, ReadOnlySpan<byte> secret)
    {
        var authenticator = request.Authenticator.Span;
        var all = attributes.Prepend(new(RadiusKind.MessageAuthenticator, new byte[Block])).ToList();
        if (RadiusPacket.Write(code, request.Identifier, authenticator, all) is not { } whole) return null;

        Sum(secret, whole).CopyTo(whole.AsSpan(RadiusPacket.Shortest + RadiusField.Front));
        Digest(whole, secret).CopyTo(whole.AsSpan(RadiusPacket.AuthenticatorAt));
        return whole;
    }

    /// <summary>Whether an answer to this request was written by whoever has this secret; for those who ask.</summary>
    public static bool IsAnswer(RadiusPacket answer, RadiusPacket request, ReadOnlySpan<byte> secret)
    {
        var whole = answer.Whole.ToArray();
        request.Authenticator.Span.CopyTo(whole.AsSpan(RadiusPacket.AuthenticatorAt));
        if (!CryptographicOperations.FixedTimeEquals(Digest(whole, secret), answer.Authenticator.Span)) return false;
        if (!answer.TryOne(RadiusKind.MessageAuthenticator, out var found) || found is not { Length: Block } given) return false;

        Blank(whole, answer.Attributes);
        return CryptographicOperations.FixedTimeEquals(Sum(secret, whole), given.Span);
    }

    /// <summary>Writes a request with its Message-Authenticator; for those who ask.</summary>
    public static byte[]? Ask(
        RadiusCode code, byte identifier, ReadOnlySpan<byte> authenticator, IReadOnlyList<RadiusField> attributes,
        ReadOnlySpan<byte> secret)
    {
        var all = attributes.Prepend(new(RadiusKind.MessageAuthenticator, new byte[Block])).ToList();
        if (RadiusPacket.Write(code, identifier, authenticator, all) is not { } whole) return null;

        Sum(secret, whole).CopyTo(whole.AsSpan(RadiusPacket.Shortest + RadiusField.Front));
        return whole;
    }

    /// <summary>Hides a password (RFC 2865 §5.2).</summary>
    /// <returns>Null when it is longer than one may be.</returns>
    public static byte[]? Hide(ReadOnlySpan<byte> password, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        if (password.Length > LongestHidden) return null;

        var hidden = new byte[Math.Max(Block, (password.Length + Block - 1) / Block * Block)];
        password.CopyTo(hidden);
        for (var at = 0; at < hidden.Length; at += Block)
        {
            var before = at == 0 ? authenticator : hidden.AsSpan(at - Block, Block);
            Mix(hidden.AsSpan(at, Block), secret, before);
        }

        return hidden;
    }

    /// <summary>Shows a hidden password, without the zeros behind it; null when it is none (RFC 2865 §5.2).</summary>
    public static byte[]? Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        if (hidden.Length is < Block or > LongestHidden || hidden.Length % Block != 0) return null;

        var shown = hidden.ToArray();
        for (var at = 0; at < shown.Length; at += Block)
            Mix(shown.AsSpan(at, Block), secret, at == 0 ? authenticator : hidden.Slice(at - Block, Block));

        var length = shown.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        return shown[..length];
    }

    private static void Mix(Span<byte> block, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> before)
    {
        var stream = Digest(secret, before);
        for (var at = 0; at < Block; at++) block[at] ^= stream[at];
    }

    private static void Blank(Span<byte> whole, IReadOnlyList<RadiusField> attributes)
    {
        var at = RadiusPacket.Shortest;
        foreach (var (kind, value) in attributes)
        {
            if (kind is RadiusKind.MessageAuthenticator) whole.Slice(at + RadiusField.Front, value.Length).Clear();
            at += RadiusField.Front + value.Length;
        }
    }

#pragma warning disable CA5351 // RFC 2865 and RFC 3579 have no other; see above.
    private static byte[] Sum(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> whole) => HMACMD5.HashData(secret, whole);

    private static byte[] Digest(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(one);
        md5.AppendData(other);
        return md5.GetHashAndReset();
    }
#pragma warning restore CA5351
}
