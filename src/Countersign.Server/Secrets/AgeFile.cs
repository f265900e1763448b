using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using ChaCha20Poly1305 = System.Security.Cryptography.ChaCha20Poly1305;

namespace Countersign.Server.Secrets;

/// <summary>A file that is not one of age's, is damaged, or that this passphrase does not open; the message says which.</summary>
public sealed class AgeFileException(string message) : Exception(message);

/// <summary>
/// Encrypts a small file to a passphrase or to a public key, in the format of age (<c>age-encryption.org/v1</c>, C2SP): what this program
/// writes, the tool <c>age</c> reads, on any machine and without this program.
/// </summary>
public static class AgeFile
{
    private const string FirstLine = "age-encryption.org/v1";
    private const string ByPassphrase = "scrypt";
    private const string ByKey = "X25519";
    private const string KeyPrefix = "age";
    private const int FileKeySize = 16;
    private const int SaltSize = 16;
    private const int KeySize = 32;
    private const int TagSize = 16;
    private const int ChunkSize = 64 << 10;

    // Memory and time of a guess at a passphrase: 2^18 blocks of 1 KiB, as the tool itself takes; a file may not ask for much more.
    private const int Work = 18;
    private const int MostWork = 20;

    /// <summary>Whether a text is the public key of an age identity (<c>age1…</c>).</summary>
    public static bool IsRecipient(string text) => Bech32.TryRead(text, KeyPrefix, out var key) && key.Length == KeySize;

    /// <summary>Whether a file begins as one of age's.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith("age-encryption.org/v1\n"u8);

    /// <summary>Encrypts to a passphrase.</summary>
    public static byte[] ToPassphrase(ReadOnlySpan<byte> plain, string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var stanza = $"{ByPassphrase} {Base64(salt)} {Work.ToString(CultureInfo.InvariantCulture)}";
        return Encrypt(plain, stanza, Stretch(passphrase, salt, Work));
    }

    /// <summary>Encrypts to the owner of a key.</summary>
    /// <param name="recipient">Of which <see cref="IsRecipient"/> is true.</param>
    public static byte[] ToRecipient(ReadOnlySpan<byte> plain, string recipient)
    {
        if (!Bech32.TryRead(recipient, KeyPrefix, out var theirs))
            throw new ArgumentException("This isn't the public key of an age identity.", nameof(recipient));

        using var once = Key.Create(KeyAgreementAlgorithm.X25519);
        var share = once.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        using var shared = KeyAgreementAlgorithm.X25519.Agree(
            once, PublicKey.Import(KeyAgreementAlgorithm.X25519, theirs, KeyBlobFormat.RawPublicKey))
            ?? throw new ArgumentException("This public key is one that nobody can own.", nameof(recipient));
        var wrapper = KeyDerivationAlgorithm.HkdfSha256.DeriveBytes(
            shared, [.. share, .. theirs], Encoding.ASCII.GetBytes($"{FirstLine}/{ByKey}"), KeySize);
        return Encrypt(plain, $"{ByKey} {Base64(share)}", wrapper);
    }

    /// <summary>Opens what was encrypted to a passphrase.</summary>
    /// <exception cref="AgeFileException">It cannot; the message says why.</exception>
    public static byte[] Open(ReadOnlySpan<byte> file, string passphrase)
    {
        var (header, mac, payload) = Split(file);
        var lines = header.Split('\n');
        if (lines.Length != 4 || lines[0] != FirstLine || lines[3] != "---") throw Foreign();
        if (lines[1].Split(' ') is not ["->", ByPassphrase, var salt, var work])
            throw new AgeFileException("It is encrypted to a key, not a passphrase. Pipe it in, by `age --decrypt` and `--keys-from -`.");
        if (!int.TryParse(work, NumberStyles.None, CultureInfo.InvariantCulture, out var log) || log is < 1 or > MostWork) throw Foreign();

        var fileKey = Unwrap(Bytes(lines[2]), Stretch(passphrase, Bytes(salt), log));
        if (!CryptographicOperations.FixedTimeEquals(Mac(fileKey, header), Bytes(mac))) throw Damaged();
        return OpenPayload(fileKey, payload);
    }

    private static byte[] Encrypt(ReadOnlySpan<byte> plain, string stanza, byte[] wrapper)
    {
        var fileKey = RandomNumberGenerator.GetBytes(FileKeySize);
        var header = $"{FirstLine}\n-> {stanza}\n{Base64(Seal(wrapper, new byte[12], fileKey))}\n---";
        var nonce = RandomNumberGenerator.GetBytes(SaltSize);
        return
        [
            .. Encoding.ASCII.GetBytes($"{header} {Base64(Mac(fileKey, header))}\n"), .. nonce,
            .. SealPayload(Derive(fileKey, nonce, "payload"), plain),
        ];
    }

    private static byte[] SealPayload(byte[] key, ReadOnlySpan<byte> plain)
    {
        using var sealedBytes = new MemoryStream();
        for (var (at, chunk) = (0, 0L); at == 0 || at < plain.Length; at += ChunkSize, chunk++)
        {
            var part = plain[at..Math.Min(plain.Length, at + ChunkSize)];
            sealedBytes.Write(Seal(key, NonceOf(chunk, isLast: at + ChunkSize >= plain.Length), part));
        }

        return sealedBytes.ToArray();
    }

    private static byte[] OpenPayload(byte[] fileKey, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < SaltSize + TagSize) throw Damaged();

        var key = Derive(fileKey, payload[..SaltSize].ToArray(), "payload");
        var rest = payload[SaltSize..];
        using var plain = new MemoryStream();
        for (var chunk = 0L; rest.Length > 0; chunk++)
        {
            var part = rest[..Math.Min(rest.Length, ChunkSize + TagSize)];
            rest = rest[part.Length..];
            plain.Write(Unseal(key, NonceOf(chunk, isLast: rest.Length == 0), part) ?? throw Damaged());
        }

        return plain.ToArray();
    }

    // A counter of eleven bytes, and whether it is the last.
    private static byte[] NonceOf(long chunk, bool isLast)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private static (string Header, string Mac, byte[] Payload) Split(ReadOnlySpan<byte> file)
    {
        var mark = file.IndexOf("\n--- "u8);
        if (mark < 0) throw Foreign();

        var end = file[(mark + 1)..].IndexOf((byte)'\n');
        if (end < 0) throw Foreign();

        var last = Encoding.ASCII.GetString(file.Slice(mark + 1, end));
        return (Encoding.ASCII.GetString(file[..(mark + 4)]), last["--- ".Length..], file[(mark + 1 + end + 1)..].ToArray());
    }

    private static byte[] Unwrap(byte[] body, byte[] wrapper) =>
        body.Length == FileKeySize + TagSize && Unseal(wrapper, new byte[12], body) is { } key
            ? key
            : throw new AgeFileException("The passphrase is not the one that it was encrypted with.");

    private static byte[] Stretch(string passphrase, byte[] salt, int work) => SCrypt.Generate(
        Encoding.UTF8.GetBytes(passphrase), [.. Encoding.ASCII.GetBytes($"{FirstLine}/{ByPassphrase}"), .. salt], 1 << work, 8, 1, KeySize);

    private static byte[] Mac(byte[] fileKey, string header) =>
        HMACSHA256.HashData(Derive(fileKey, [], "header"), Encoding.ASCII.GetBytes(header));

    private static byte[] Derive(byte[] fileKey, byte[] salt, string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, KeySize, salt, Encoding.ASCII.GetBytes(use));

    private static byte[] Seal(byte[] key, byte[] nonce, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[plain.Length + TagSize];
        using var cipher = new ChaCha20Poly1305(key);
        cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length));
        return sealedBytes;
    }

    private static byte[]? Unseal(byte[] key, byte[] nonce, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < TagSize) return null;

        var plain = new byte[sealedBytes.Length - TagSize];
        using var cipher = new ChaCha20Poly1305(key);
        try
        {
            cipher.Decrypt(nonce, sealedBytes[..^TagSize], sealedBytes[^TagSize..], plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // As in the format: without the signs that fill up.
    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? bytes[..length]
            : throw Foreign();
    }

    private static AgeFileException Foreign() => new("It is not a file that age or `backup --keys-to` has written.");

    private static AgeFileException Damaged() => new("It is damaged: not all of it is as it was written. Take another copy.");
}
