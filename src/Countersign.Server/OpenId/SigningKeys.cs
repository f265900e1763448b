using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Server.OpenId;

/// <summary>A key that signs what applications hear. It does not print.</summary>
public sealed record SigningKey(SigningKeyDates Dates, SecurityKey Key)
{
    /// <summary>As the library is given it.</summary>
    public SigningCredentials Credentials => new(
        Key, Dates.Algorithm is AppAlgorithm.Es256 ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256);

    /// <summary>Never the key.</summary>
    public override string ToString() => "•••";
}

/// <summary>
/// The keys that sign what applications hear: made here when they are first needed, stored sealed, and followed by others in time. Of
/// several servers one makes them.
/// </summary>
public sealed class SigningKeys(Db db, SecretBox box)
{
    private const int RsaBits = 2048;

    /// <summary>Those that are published now; there is one of each algorithm that signs.</summary>
    public async Task<IReadOnlyList<SigningKey>> Live(CancellationToken ct)
    {
        var stored = await db.Ask(SigningKeyStore.Published, ct);
        foreach (var algorithm in Enum.GetValues<AppAlgorithm>())
        {
            if (SigningKeyRules.NextOf(algorithm, [.. stored.Select(key => key.Dates)], db.Now()) is null) continue;
            stored = await Make(algorithm, ct);
        }

        return [.. stored.Select(Open).OfType<SigningKey>()];
    }

    /// <summary>Where the key of this row stands.</summary>
    public static SealPlace Place(long row) => new("signing_keys", "sealed_key", row, 0);

    // The key is made first: nobody waits for that in a transaction, and it is thrown away where another server was faster.
    private Task<IReadOnlyList<StoredSigningKey>> Make(AppAlgorithm algorithm, CancellationToken ct)
    {
        var made = New(algorithm);
        return db.Write(async tx =>
        {
            await tx.OneByOne("signing keys");
            var there = await SigningKeyStore.Published(tx);
            if (SigningKeyRules.NextOf(algorithm, [.. there.Select(key => key.Dates)], tx.Now) is not { } from) return there;

            var row = await SigningKeyStore.Add(tx, algorithm, from);
            await SigningKeyStore.Set(tx, row, box.Seal(made, Place(row)));
            await SigningKeyStore.EndOthers(tx, algorithm, row, from + SigningKeyRules.Overlap);
            return await SigningKeyStore.Published(tx);
        }, ct);
    }

    private static byte[] New(AppAlgorithm algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            AppAlgorithm.Es256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            AppAlgorithm.Rs256 => RSA.Create(RsaBits),
        };
        return key.ExportPkcs8PrivateKey();
    }

    private SigningKey? Open(StoredSigningKey row)
    {
        if (!box.TryOpen(row.Sealed, Place(row.Id), out var bytes)) return null;

        SecurityKey key;
        if (row.Dates.Algorithm is AppAlgorithm.Es256)
        {
            var curve = ECDsa.Create();
            curve.ImportPkcs8PrivateKey(bytes, out _);
            key = new ECDsaSecurityKey(curve);
        }
        else
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(bytes, out _);
            key = new RsaSecurityKey(rsa);
        }

        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new(row.Dates, key);
    }
}
