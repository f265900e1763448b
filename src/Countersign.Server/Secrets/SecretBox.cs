using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Server.Secrets;

/// <summary>Where a sealed value stands. It opens nowhere else, so a thief with write access cannot move it to his own row.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Row">Id of the row.</param>
/// <param name="Account">Id of the account the row belongs to; 0 where there is none.</param>
public readonly record struct SealPlace(string Table, string Column, long Row, long Account);

/// <summary>
/// Seals what is stored and must be read again. AES-256-GCM, NIST SP 800-38D, with a random 96-bit nonce (at most 2^32 seals under one root
/// key).
/// </summary>
public sealed class SecretBox(KeyRing keys)
{
    /// <summary>Seals under the active key. The same text never gives the same bytes twice.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, SealPlace place)
    {
        var keyId = keys.Active;
        var box = SealedBytes.Frame(keyId, plain.Length);
        RandomNumberGenerator.Fill(box.Nonce);

        using var aes = new AesGcm(keys.Derive(keyId, KeyPurpose.Seed), SealedBytes.TagLength);
        aes.Encrypt(box.Nonce, plain, box.Content, box.Tag, PlaceBytes(place, keyId));
        return box.Whole.ToArray();
    }

    /// <summary>Whether a sealed value names a key that is at hand; what is no sealed value names none that could be missing.</summary>
    public bool HasKeyOf(ReadOnlySpan<byte> sealedBytes) =>
        !SealedBytes.TryParse(sealedBytes, out var box) || keys.TryDerive(box.KeyId, KeyPurpose.Seed, out _);

    /// <summary>
    /// Opens what was sealed for this very place. False for anything else: moved, changed, cut, or under a key that is not there.
    /// </summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedBytes, SealPlace place, out byte[] plain)
    {
        plain = [];
        if (!SealedBytes.TryParse(sealedBytes, out var box)) return false;
        if (!keys.TryDerive(box.KeyId, KeyPurpose.Seed, out var key)) return false;

        var opened = new byte[box.Content.Length];
        try
        {
            using var aes = new AesGcm(key, SealedBytes.TagLength);
            aes.Decrypt(box.Nonce, box.Content, box.Tag, opened, PlaceBytes(place, box.KeyId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        plain = opened;
        return true;
    }

    /// <summary>Id of the root key a value was sealed under, as it says itself; nothing is checked.</summary>
    /// <exception cref="FormatException">These bytes were never sealed by this program.</exception>
    public static string KeyIdOf(ReadOnlySpan<byte> sealedBytes) =>
        SealedBytes.TryParse(sealedBytes, out var box) ? box.KeyId : throw new FormatException("This is not a sealed value.");

    private static byte[] PlaceBytes(SealPlace place, string keyId) => Fields.Join(
        "tfa", place.Table, place.Column,
        place.Row.ToString(CultureInfo.InvariantCulture), place.Account.ToString(CultureInfo.InvariantCulture), keyId);
}
