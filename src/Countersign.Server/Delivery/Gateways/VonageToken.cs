using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// The tokens of Vonage (RFC 7519): ours name an application and are signed with its private key; those of its call-backs are signed with
/// the signature secret of the account, and hold the hash of what is posted (Vonage, "Decoding signed webhooks").
/// </summary>
internal static class VonageToken
{
    private const string ApplicationClaim = "application_id";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private static readonly JsonWebTokenHandler Jwt = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>What a request of an application is signed with.</summary>
    public static AuthenticationHeaderValue Of(string application, RsaSecurityKey key, DateTimeOffset now) => new("Bearer", Jwt.CreateToken(
        new SecurityTokenDescriptor
        {
            IssuedAt = now.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                [ApplicationClaim] = application,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            },
        }));

    /// <summary>Whether a call-back is from Vonage, about this application, fresh, and as it was posted.</summary>
    public static bool IsOf(string application, string secret, ReportCall came, DateTimeOffset now) =>
        Claims(came.Header("Authorization"), secret) is { } claims
        && JsonPlaces.Find(claims, ApplicationClaim) == application
        && long.TryParse(JsonPlaces.Find(claims, JwtRegisteredClaimNames.Iat), out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Life.TotalSeconds
        && JsonPlaces.Find(claims, "payload_hash") is { } hash
        && hash.Equals(Convert.ToHexString(SHA256.HashData(came.Body)), StringComparison.OrdinalIgnoreCase);

    // RFC 7515 §5.2, for the one algorithm that is used. By hand: the library wants longer secrets than Vonage has people choose.
    private static JsonNode? Claims(string? header, string secret)
    {
        if (header?.Split(' ') is not ["Bearer", var token] || token.Split('.') is not [var head, var claims, var signature]) return null;
        if (Part(head) is not { } read || JsonPlaces.Find(JsonPlaces.Parse(read), "alg") != SecurityAlgorithms.HmacSha256) return null;

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{head}.{claims}"));
        return Part(signature) is { } given && CryptographicOperations.FixedTimeEquals(hash, given) && Part(claims) is { } said
            ? JsonPlaces.Parse(said)
            : null;
    }

    private static byte[]? Part(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
