using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Server.Delivery;

/// <summary>Proves to the gateway that a request is ours and fresh: HMAC-SHA256 (RFC 2104) of time and body.</summary>
public static class WebhookSignature
{
    /// <summary>The header it travels in.</summary>
    public const string Header = "X-Countersign-Signature";

    /// <summary>
    /// <c>t=&lt;unix seconds&gt;,v1=&lt;hex&gt;</c>, where the hex is the HMAC of <c>&lt;unix seconds&gt;.&lt;body&gt;</c>.
    /// </summary>
    public static string Of(string secret, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body];
        var hmac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"t={time},v1={Convert.ToHexStringLower(hmac)}";
    }
}
