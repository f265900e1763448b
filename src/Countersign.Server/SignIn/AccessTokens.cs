using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Server.SignIn;

/// <summary>
/// Signs access tokens (RFC 7519, HS256) and reads them back. A signature alone opens nothing: the random id inside is
/// looked up among the sessions, where it can be revoked and where its end stands.
/// </summary>
public sealed class AccessTokens(KeyRing keys, IssuerName issuer)
{
    private const string UserName = "username";
    private const string Otp = "otp";

    private static readonly JsonWebTokenHandler Jwt = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The signed token of a session that was just opened.</summary>
    public string Sign(OpenedSession session, Account account, SecondFactor secondFactor, DateTimeOffset now, DateTimeOffset expiresAt) =>
        Jwt.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.Text,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new(KeyOf(keys.Active), SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = account.Id.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                [UserName] = account.Username,
                [Otp] = secondFactor switch { SecondFactor.Proven => true, SecondFactor.NotNeeded => false },
                [JwtRegisteredClaimNames.Jti] = session.Key.Reveal(),
            },
        });

    /// <summary>
    /// The id inside a token that we signed; null for any other text. Whether it still opens anything is for the sessions to say.
    /// </summary>
    public async Task<string?> Read(string presented)
    {
        var read = await Jwt.ValidateTokenAsync(presented, new TokenValidationParameters
        {
            ValidIssuer = issuer.Text,
            ValidateAudience = false,
            ValidateLifetime = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Known.Contains(keyId) ? [KeyOf(keyId)] : [],
        });
        return read.IsValid && read.Claims.TryGetValue(JwtRegisteredClaimNames.Jti, out var id) ? id as string : null;
    }

    private SymmetricSecurityKey KeyOf(string keyId) => new(keys.Derive(keyId, KeyPurpose.AccessToken).ToArray())
    {
        KeyId = keyId,
        CryptoProviderFactory = new() { CacheSignatureProviders = false },
    };
}

/// <summary>What an access token says of a second factor.</summary>
public enum SecondFactor
{
    NotNeeded,
    Proven,
}
