using System.Globalization;
using Countersign.Server.Vocabulary;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace Countersign.Server.Admin;

/// <summary>
/// The part of somebody's OpenPGP public key that one encrypts to. What is said about it is believed only where the key itself has signed
/// it: a file from anywhere may have a stranger's part added.
/// </summary>
public sealed class PgpRecipient
{
    private const int ShortestRsa = 2048;

    private static readonly PublicKeyAlgorithmTag[] Known =
        [PublicKeyAlgorithmTag.RsaGeneral, PublicKeyAlgorithmTag.RsaEncrypt, PublicKeyAlgorithmTag.ECDH];

    private readonly PgpPublicKey part;

    private PgpRecipient(PgpPublicKey part) => this.part = part;

    /// <summary>Reads the file that <c>gpg --export</c> writes, with or without <c>--armor</c>.</summary>
    /// <returns>The part of the key that encrypts, or a sentence that says why there is none and what to do.</returns>
    public static Answer<PgpRecipient> Read(string path, DateTimeOffset now)
    {
        if (!File.Exists(path))
            return Refused.Because($"There is no file {path}. `gpg --armor --export ADDRESS > {path}` writes a public key into one.");

        try
        {
            using var file = File.OpenRead(path);
            using var read = PgpUtilities.GetDecoderStream(file);
            var keys = new PgpObjectFactory(read).AllPgpObjects();
            if (keys.Any(key => key is PgpSecretKeyRing))
                return Refused.Because(
                    $"{path} holds a private key, which has no business on a server. Give the public one, which " +
                    "`gpg --armor --export` writes.");

            return keys.OfType<PgpPublicKeyRing>().ToList() is [var ring] && keys.Count == 1
                ? Choose(ring, path, now)
                : Refused.Because($"{path} does not hold one OpenPGP public key. `gpg --armor --export ADDRESS > {path}` writes one.");
        }
        catch (Exception broken) when (broken is PgpException or IOException or ArgumentException or InvalidOperationException
            or FormatException or OverflowException or ArithmeticException or IndexOutOfRangeException)
        {
            return Refused.Because(
                $"{path} holds no OpenPGP public key that can be read. `gpg --armor --export ADDRESS > {path}` writes one.");
        }
    }

    /// <summary>Encrypts, so that a change of the file is noticed.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain)
    {
        using var written = new MemoryStream();
        var encrypting = new PgpEncryptedDataGenerator(SymmetricKeyAlgorithmTag.Aes256, withIntegrityPacket: true, new SecureRandom());
        encrypting.AddMethod(part);
        using (var closed = encrypting.Open(written, new byte[1 << 12]))
        {
            using var literal = new PgpLiteralDataGenerator().Open(
                closed, PgpLiteralData.Binary, "keys", plain.Length, DateTime.UnixEpoch);
            literal.Write(plain);
        }

        return written.ToArray();
    }

    private static Answer<PgpRecipient> Choose(PgpPublicKeyRing ring, string path, DateTimeOffset now)
    {
        var master = ring.GetPublicKey();
        var name = $"The key {Convert.ToHexString(master.GetFingerprint())} in {path}";
        var again = $"export it again by `gpg --armor --export > {path}`";
        if (master.HasRevocation()) return Refused.Because($"{name} was revoked by its owner. Name another key.");
        if (SaidOf(master, now) is not { } own)
            return Refused.Because($"{name} has no name that it has signed itself. Ask its owner for a whole one.");
        if (own.Signed is PgpSignatureState.Weak)
            return Refused.Because(
                $"{name} is signed by itself with SHA-1 or MD5 alone, which others can forge. Have its owner sign it anew " +
                $"(`gpg --cert-digest-algo SHA512 --quick-set-expire`), and {again}.");
        if (own.Signed is PgpSignatureState.Over)
            return Refused.Because(
                $"What {name[..1].ToLowerInvariant()}{name[1..]} says of itself held for a time that is over. Have its owner sign it " +
                $"anew (`gpg --quick-set-expire`), and {again}.");
        if (own.HasEnded(master, now) is { } ended)
            return Refused.Because($"{name} expired on {ended}. Have its owner give it more time (`gpg --quick-set-expire`), and {again}.");

        var parts = ring.GetPublicKeys()
            .Select(key => (Key: key, Said: key.IsMasterKey ? own : SaidOf(key, master, now)))
            .Where(each => each.Said is { MayEncrypt: true } && Known.Contains(each.Key.Algorithm)).ToList();
        var good = parts
            .Where(each => each.Said!.Signed is PgpSignatureState.Good && !each.Key.HasRevocation()
                && each.Said!.HasEnded(each.Key, now) is null)
            .OrderByDescending(each => each.Key.CreationTime).Select(each => each.Key).ToList();
        if (good.Find(key => key.Algorithm is PublicKeyAlgorithmTag.ECDH || key.BitStrength >= ShortestRsa) is { } part)
            return new PgpRecipient(part);

        if (good.Count == 0 && parts.Exists(each => each.Said!.Signed is PgpSignatureState.Weak))
            return Refused.Because(
                $"{name} has a part that encrypts, but has signed it with SHA-1 or MD5 alone, which others can forge. Have its owner " +
                $"sign it anew (`gpg --cert-digest-algo SHA512 --quick-set-expire … '*'`), and {again}.");

        return Refused.Because(parts.Count == 0
            ? $"{name} has no part that encrypts. Have its owner add one (`gpg --quick-add-key … cv25519 encr`), and {again}."
            : good.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{name} has fewer than {ShortestRsa} bits. Name a longer one.")
                : $"{name} has no part any more that encrypts: what it had has expired or was revoked. Have its owner add one " +
                    $"(`gpg --quick-add-key … cv25519 encr`), and {again}.");
    }

    // What the key says about itself, in the newest signature of its own on a name or on all of it; null: nothing.
    private static PgpSaid? SaidOf(PgpPublicKey master, DateTimeOffset now)
    {
        var onNames =
            from id in master.GetUserIds()
            let signed = master.GetSignaturesForId(id).Where(each => each.KeyId == master.KeyId).ToList()
            where !signed.Exists(each => each.SignatureType is PgpSignature.CertificationRevocation)
            from signature in signed
            where signature.IsCertification() && IsBy(master, signature, () => signature.VerifyCertification(id, master))
            select signature;
        var onAll = master.GetSignaturesOfType(PgpSignature.DirectKey)
            .Where(each => IsBy(master, each, () => each.VerifyCertification(master)));
        return PgpSaid.Newest([.. onNames, .. onAll], now);
    }

    // What the owner's key says about a part of it.
    private static PgpSaid? SaidOf(PgpPublicKey part, PgpPublicKey master, DateTimeOffset now) => PgpSaid.Newest(
        [.. part.GetSignaturesOfType(PgpSignature.SubkeyBinding)
            .Where(each => IsBy(master, each, () => each.VerifyCertification(master, part)))], now);

    private static bool IsBy(PgpPublicKey master, PgpSignature signature, Func<bool> isRight)
    {
        if (signature.KeyId != master.KeyId) return false;

        signature.InitVerify(master);
        return isRight();
    }
}
