using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Countersign.Server.Admin;

/// <summary>What a signature of a key on itself is worth.</summary>
internal enum PgpSignatureState
{
    Good,

    /// <summary>By a digest for which somebody else can make a key with the same signature.</summary>
    Weak,

    /// <summary>It was made for a time, and that is over.</summary>
    Over,
}

/// <summary>What an OpenPGP key has signed about itself or about a part of it.</summary>
/// <param name="LastsSeconds">How long it lasts from its making on; 0: for ever.</param>
internal sealed record PgpSaid(PgpSignatureState Signed, bool MayEncrypt, long LastsSeconds)
{
    private const int Encrypts = PgpKeyFlags.CanEncryptCommunications | PgpKeyFlags.CanEncryptStorage;

    private static readonly HashAlgorithmTag[] Weak =
        [HashAlgorithmTag.MD2, HashAlgorithmTag.MD5, HashAlgorithmTag.Sha1, HashAlgorithmTag.RipeMD160];

    /// <summary>What the newest of the signatures that are good says, or of all where none is; null where there is none at all.</summary>
    public static PgpSaid? Newest(IReadOnlyList<PgpSignature> signatures, DateTimeOffset now)
    {
        var inOrder = signatures.OrderByDescending(each => each.CreationTime).ToList();
        if ((inOrder.Find(each => StateOf(each, now) is PgpSignatureState.Good) ?? inOrder.FirstOrDefault()) is not { } newest) return null;

        var about = newest.GetHashedSubPackets();
        var isFlagged = about?.HasSubpacket(SignatureSubpacketTag.KeyFlags) ?? false;
        return new(
            StateOf(newest, now), !isFlagged || (about!.GetKeyFlags() & Encrypts) != 0, about?.GetKeyExpirationTime() ?? 0);
    }

    /// <summary>The day on which what it is about came to its end; null while it has not.</summary>
    public string? HasEnded(PgpPublicKey key, DateTimeOffset now)
    {
        var end = key.CreationTime.AddSeconds(LastsSeconds);
        return LastsSeconds > 0 && end <= now.UtcDateTime ? end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    private static PgpSignatureState StateOf(PgpSignature signature, DateTimeOffset now)
    {
        if (Weak.Contains(signature.HashAlgorithm)) return PgpSignatureState.Weak;

        var lasts = signature.GetHashedSubPackets()?.GetSignatureExpirationTime() ?? 0;
        return lasts > 0 && signature.CreationTime.AddSeconds(lasts) <= now.UtcDateTime ? PgpSignatureState.Over : PgpSignatureState.Good;
    }
}
