using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>
/// What browsers carry for us: readable, and written by nobody else. Length of the key's id (1 byte) ‖ id ‖ HMAC-SHA256 (32) ‖
/// content, in base64url. It is good where it was made for alone, which is a part of what is authenticated; nothing of it is stored.
/// Reading one is cheap, whatever anybody makes up.
/// </summary>
public sealed class Stamped(KeyRing keys)
{
    private const int MacLength = HMACSHA256.HashSizeInBytes;
    private const int LongestText = 4096;
    private const int LongestPlace = 400;
    private const byte Between = 0;

    /// <summary>Makes one.</summary>
    /// <param name="place">Where it is good, and as what: printable ASCII.</param>
    public string Make(ReadOnlySpan<byte> content, string place)
    {
        var keyId = keys.Active;
        var whole = new byte[1 + keyId.Length + MacLength + content.Length];
        whole[0] = (byte)keyId.Length;
        Encoding.ASCII.GetBytes(keyId, whole.AsSpan(1));
        content.CopyTo(whole.AsSpan(1 + keyId.Length + MacLength));
        Mac(keys.Derive(keyId, KeyPurpose.AppPass), place, content, whole.AsSpan(1 + keyId.Length, MacLength));
        return Base64Url.EncodeToString(whole);
    }

    /// <summary>Reads one; null when it was not made by us, not for this place, or under a key that is gone.</summary>
    public byte[]? Read(string text, string place)
    {
        if (text.Length is 0 or > LongestText || place.Length > LongestPlace || !Base64Url.IsValid(text)) return null;

        ReadOnlySpan<byte> whole = Base64Url.DecodeFromChars(text);
        if (whole.IsEmpty || whole.Length < 1 + whole[0] + MacLength) return null;

        var keyId = Encoding.ASCII.GetString(whole.Slice(1, whole[0]));
        var mac = whole.Slice(1 + whole[0], MacLength);
        var content = whole[(1 + whole[0] + MacLength)..];
        if (!KeyId.IsValid(keyId) || !keys.TryDeriveLightly(keyId, KeyPurpose.AppPass, out var key)) return null;

        Span<byte> own = stackalloc byte[MacLength];
        Mac(key, place, content, own);
        return CryptographicOperations.FixedTimeEquals(mac, own) ? content.ToArray() : null;
    }

    private static void Mac(ReadOnlySpan<byte> key, string place, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> all = stackalloc byte[place.Length + 1 + content.Length];
        Encoding.ASCII.GetBytes(place, all);
        all[place.Length] = Between;
        content.CopyTo(all[(place.Length + 1)..]);
        HMACSHA256.HashData(key, all, mac);
    }
}
