using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Hooks;

/// <summary>
/// The headers of the Standard Webhooks specification: what it is called, when it is sent, and HMAC-SHA256 of
/// <c>id.timestamp.body</c> by each secret that holds.
/// </summary>
public static class HookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The signatures, with a space between them.</summary>
    public static string Of(IEnumerable<HookSecret> secrets, string id, DateTimeOffset now, string body)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{TimeOf(now)}.{body}");
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Bytes, signed))}"));
    }

    /// <summary>The time as it is signed.</summary>
    public static string TimeOf(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
