using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.OpenId;

/// <summary>What the library signs and encrypts with.</summary>
public sealed record OpenIdKeys(IReadOnlyList<SigningKey> Signing, DateTimeOffset Now, KeyRing Roots);

/// <summary>What of OpenID Connect is spoken here, and how: codes with PKCE (S256), and what renews them; nothing else.</summary>
public static class OpenIdSetup
{
    /// <summary>How long a code is good.</summary>
    public static TimeSpan CodeLife { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long what an application asks with is good, and what it reads who somebody is from.</summary>
    public static TimeSpan TokenLife { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Adds the library with our stores.</summary>
    public static IServiceCollection AddOpenId(this IServiceCollection services, Uri issuer, OpenIdKeys keys)
    {
        services.AddSingleton(keys).AddOpenIddict()
            .AddCore(core => core
                .SetDefaultApplicationEntity<App>().SetDefaultAuthorizationEntity<AppGrant>().SetDefaultTokenEntity<IddictToken>()
                .ReplaceApplicationStore<App, IddictApps>(ServiceLifetime.Singleton)
                .ReplaceAuthorizationStore<AppGrant, IddictGrants>(ServiceLifetime.Singleton)
                .ReplaceTokenStore<IddictToken, IddictTokens>(ServiceLifetime.Scoped)
                .ReplaceApplicationManager<App, IddictSecrets>()
                .DisableEntityCaching())
            .AddServer(server => Configure(server, issuer, keys));
        return services;
    }

    /// <summary>The keys that sign at this time, one of each algorithm.</summary>
    public static IReadOnlyList<SigningKey> SigningAt(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
    [
        .. Enum.GetValues<AppAlgorithm>().Select(algorithm => SigningKeyRules.Signing(algorithm, keys, key => key.Dates, now))
            .OfType<SigningKey>(),
    ];

    private static void Configure(OpenIddictServerBuilder server, Uri issuer, OpenIdKeys keys)
    {
        server
            .SetIssuer(issuer)
            .SetConfigurationEndpointUris(OpenIdPaths.Configuration, OpenIdPaths.Metadata)
            .SetJsonWebKeySetEndpointUris(OpenIdPaths.Keys)
            .SetAuthorizationEndpointUris(OpenIdPaths.Authorize)
            .SetTokenEndpointUris(OpenIdPaths.Token)
            .SetUserInfoEndpointUris(OpenIdPaths.UserInfo)
            .SetIntrospectionEndpointUris(OpenIdPaths.Introspect)
            .SetRevocationEndpointUris(OpenIdPaths.Revoke)
            .SetEndSessionEndpointUris(OpenIdPaths.SignOut)
            .AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange()
            .UseReferenceAccessTokens().UseReferenceRefreshTokens()
            .SetAuthorizationCodeLifetime(CodeLife).SetAccessTokenLifetime(TokenLife).SetIdentityTokenLifetime(TokenLife)
            .SetRefreshTokenLifetime(AppGrantStore.Life).SetRefreshTokenReuseLeeway(TimeSpan.Zero).DisableSlidingRefreshTokenExpiration()
            .RegisterScopes(AppScopes.OpenId, AppScopes.Profile, AppScopes.Email, AppScopes.Offline)
            .RegisterClaims(
                Claims.Subject, Claims.AuthenticationTime, Claims.AuthenticationContextReference, Claims.AuthenticationMethodReference,
                Claims.Name, Claims.PreferredUsername, Claims.Locale, Claims.Email, Claims.EmailVerified)
            // What an application may ask for stands with it, and no table of ours has scopes.
            .DisableScopeValidation()
            .IgnoreEndpointPermissions().IgnoreResponseTypePermissions().IgnoreResourcePermissions().IgnoreAudiencePermissions()
            .Configure(Narrow);
        foreach (var key in keys.Roots.Known.Reverse().OrderBy(id => id != keys.Roots.Active))
            server.AddEncryptionKey(new SymmetricSecurityKey(keys.Roots.Derive(key, KeyPurpose.OpenId).ToArray()) { KeyId = key });
        foreach (var key in keys.Signing) server.AddSigningCredentials(key.Credentials);
        server.RemoveEventHandler(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor);
        foreach (var handler in OpenIdHandlers.All) server.AddEventHandler(handler);

        var web = server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().EnableErrorPassthrough()
            .SuppressJsonResponseIndentation();
        if (issuer.Scheme != Uri.UriSchemeHttps) web.DisableTransportSecurityRequirement();
    }

    // The library knows more than is spoken here.
    private static void Narrow(OpenIddictServerOptions options)
    {
        options.CodeChallengeMethods.RemoveWhere(method => method != CodeChallengeMethods.Sha256);
        options.ResponseModes.RemoveWhere(mode => mode != ResponseModes.Query);
        options.ClientAuthenticationMethods.RemoveWhere(
            method => method is not (ClientAuthenticationMethods.ClientSecretBasic or ClientAuthenticationMethods.ClientSecretPost));
        options.ClientAssertionTypes.Clear();
    }
}
