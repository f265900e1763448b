using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>
/// What the audit log was at one time, signed, to be kept where nobody who can write the database can write: a log that was put back, or
/// made anew by somebody with the keys, does not lead through it.
/// </summary>
/// <param name="Entry">The number of the newest entry.</param>
/// <param name="Hash">Its hash, in hexadecimal digits.</param>
/// <param name="At">When, in unix seconds.</param>
/// <param name="KeyId">The root key it is signed under.</param>
/// <param name="Mac">The signature, in hexadecimal digits.</param>
public sealed record AuditAnchor(long Entry, string Hash, long At, string KeyId, string Mac)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The anchor of a log as it stands.</summary>
    public static async Task<AuditAnchor> Make(Sql sql, KeyRing keys)
    {
        var (entry, hash) = await AuditChain.Newest(sql);
        var bare = new AuditAnchor(entry, hash, sql.Now.ToUnixTimeSeconds(), keys.Active, "");
        return bare with { Mac = Convert.ToHexStringLower(bare.Sign(keys.Derive(bare.KeyId, KeyPurpose.AuditChain))) };
    }

    /// <summary>From the line of a file; null when it is none.</summary>
    public static AuditAnchor? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditAnchor>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As the line of a file.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>What does not fit between the anchor and the log; null when the log leads through it, or has pruned the entry.</summary>
    public async Task<string?> Fault(Sql sql, KeyRing keys)
    {
        if (keys.TryDerive(KeyId, KeyPurpose.AuditChain, out var key)
            && !CryptographicOperations.FixedTimeEquals(Sign(key), Bytes(Mac)))
            return "the anchor is not one of this installation, or was changed";

        return await AuditChain.Has(sql, Entry, Hash) ? null : string.Create(CultureInfo.InvariantCulture,
            $"entry {Entry}, which the anchor of {DateTimeOffset.FromUnixTimeSeconds(At):u} names, is missing or another one: the log was " +
            $"cut, put back or made anew");
    }

    private byte[] Sign(ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, Fields.Join(
        "audit anchor", Entry.ToString(CultureInfo.InvariantCulture), Hash, At.ToString(CultureInfo.InvariantCulture), KeyId));

    private static byte[] Bytes(string hex) =>
        hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : [];
}
