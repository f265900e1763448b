using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Countersign.Server.OpenId;

/// <summary>Where the library does what is asked of it our way.</summary>
public static class OpenIdHandlers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OpenIddictServerHandlerDescriptor> All { get; } =
    [
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseInlineHandler(RefuseWhatIsNotPresented)
            .SetOrder(Protection.ValidateReferenceTokenIdentifier.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<RefuseSecondUse>().SetOrder(Protection.ValidateTokenEntry.Descriptor.Order - 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<SpendOnce>().SetOrder(RedeemTokenEntry.Descriptor.Order).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
            .UseSingletonHandler<EndWithWhatRenews>().SetOrder(Revocation.RevokeToken.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseSingletonHandler<SignForApp>().SetOrder(Protection.AttachSecurityCredentials.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<SayWhoItIs>().SetOrder(PrepareAccessTokenPrincipal.Descriptor.Order - 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleUserInfoRequestContext>()
            .UseSingletonHandler<TellWhoItIs>().SetOrder(UserInfo.AttachClaims.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseInlineHandler(SayWhatIsSpoken).SetOrder(Discovery.AttachAdditionalMetadata.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseSingletonHandler<SendErrorBack>().SetOrder(Authentication.InferResponseMode.Descriptor.Order + 100).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateIntrospectionRequestContext>()
            .UseInlineHandler(context => OnlyOwn(context, context.GenericTokenPrincipal, context.ClientId))
            .SetOrder(Introspection.ValidateAuthorizedParty.Descriptor.Order + 500).Build(),
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateRevocationRequestContext>()
            .UseInlineHandler(context => OnlyOwn(context, context.GenericTokenPrincipal, context.ClientId))
            .SetOrder(Revocation.ValidateAuthorizedParty.Descriptor.Order + 500).Build(),
        Words<ApplyTokenResponseContext>(),
        Words<ApplyIntrospectionResponseContext>(),
        Words<ApplyRevocationResponseContext>(),
        Words<ApplyUserInfoResponseContext>(),
        Words<ApplyAuthorizationResponseContext>(),
        Words<ApplyEndSessionResponseContext>(),
    ];

    // What a token stands for lies in the database. Whoever reads it there must not be able to present it: only what was handed out is.
    private static ValueTask RefuseWhatIsNotPresented(ValidateTokenContext context)
    {
        if (!context.IsReferenceToken && !context.ValidTokenTypes.SetEquals([TokenTypeIdentifiers.IdentityToken]))
            context.Reject(Errors.InvalidToken, "The token is not valid.");
        return default;
    }

    // What one application was given is nothing to another.
    private static ValueTask OnlyOwn(BaseValidatingContext context, ClaimsPrincipal? given, string? asking)
    {
        if (given is not null && (asking is null || !given.HasPresenter(asking)))
            context.Reject(Errors.InvalidToken, "The token is not valid.");
        return default;
    }

    private static ValueTask SayWhatIsSpoken(HandleConfigurationRequestContext context)
    {
        context.Metadata[Metadata.AcrValuesSupported] = new((ImmutableArray<string?>)
        [
            AppProofRules.PasswordAcr, AppProofRules.SecondFactorAcr,
            .. context.Issuer is { } issuer && PasskeySite.NameOf(issuer) is not null ? (string[])[AppProofRules.PhishingResistantAcr] : [],
        ]);
        context.TokenEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.RevocationEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        return default;
    }

    private static OpenIddictServerHandlerDescriptor Words<TContext>()
        where TContext : BaseRequestContext => OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseScopedHandler<SayErrorsAlike<TContext>>().SetOrder(int.MinValue + 100_000).Build();
}

/// <summary>
/// An unknown application and a wrong secret look alike, and are written down; and nobody is sent to the pages of the library.
/// </summary>
internal sealed class SayErrorsAlike<TContext>(AppWitness witness) : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Response is not { } response) return default;

        response.ErrorUri = null;
        if (response.Error is not Errors.InvalidClient) return default;

        response.ErrorDescription = "The application is not known, or its secret is wrong.";
        witness.UnknownApp();
        return default;
    }
}

/// <summary>
/// An error goes back to the application (OpenID Connect Core §3.1.2.6) where its name and return address are those that an operator gave;
/// the library would tell only the person.
/// </summary>
internal sealed class SendErrorBack(Db db) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.Error is null || context.RedirectUri is not null) return;
        if (context.Request is not { ClientId: { } name, RedirectUri: { } address } || !AppRules.IsName(name)) return;

        var app = await db.Ask(sql => AppStore.Find(sql, name), context.CancellationToken);
        if (app is { Said.Kind: AppKind.Web or AppKind.Public } && app.Said.ReturnAddresses.Contains(address, StringComparer.Ordinal))
            (context.RedirectUri, context.ResponseMode) = (address, ResponseModes.Query);
    }
}

/// <summary>Signs who somebody is by the algorithm that the application can read, and all else by the usual one.</summary>
internal sealed class SignForApp(OpenIdKeys keys, Db db) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        var algorithm = context.TokenType is TokenTypeIdentifiers.IdentityToken && context.ClientId is { } name
            && await db.Ask(sql => AppStore.Find(sql, name), context.CancellationToken) is { } app
                ? app.Said.Algorithm
                : AppAlgorithm.Es256;
        var key = OpenIdSetup.SigningAt(keys.Signing, keys.Now).First(key => key.Dates.Algorithm == algorithm);
        context.SigningCredentials = key.Credentials;
    }
}

/// <summary>What an application reads who somebody is from says it as it is now, at each renewal too.</summary>
internal sealed class SayWhoItIs(Db db) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token) return;
        if (context.Principal is not { Identity: ClaimsIdentity identity }) return;
        if (IddictText.AccountOf(context.Principal.GetClaim(Claims.Subject)) is not { } id
            || await db.Ask(sql => AccountStore.Find(sql, id), context.CancellationToken) is not { } account) return;

        foreach (var (name, value) in PersonClaims.Of(account, context.Principal.GetScopes()))
        {
            identity.SetClaim(name, value);
            foreach (var claim in identity.FindAll(name)) claim.SetDestinations(Destinations.IdentityToken);
        }
    }
}

/// <summary>Answers who somebody is, as it is now (OpenID Connect Core §5.3).</summary>
internal sealed class TellWhoItIs(Db db) : IOpenIddictServerHandler<HandleUserInfoRequestContext>
{
    public async ValueTask HandleAsync(HandleUserInfoRequestContext context)
    {
        if (IddictText.AccountOf(context.AccessTokenPrincipal.GetClaim(Claims.Subject)) is not { } id
            || await db.Ask(sql => AccountStore.Find(sql, id), context.CancellationToken) is not { } account) return;

        foreach (var (name, value) in PersonClaims.Of(account, context.AccessTokenPrincipal.GetScopes())) context.Claims[name] = new(value);
    }
}

/// <summary>What applications learn of a person, by what they were allowed to ask for (OpenID Connect Core §5.4).</summary>
internal static class PersonClaims
{
    public static IEnumerable<(string Name, JsonNode Value)> Of(Account account, IEnumerable<string> scopes)
    {
        var asked = scopes.ToHashSet(StringComparer.Ordinal);
        if (asked.Contains(AppScopes.Email))
        {
            yield return (Claims.Email, account.Email.Text);
            yield return (Claims.EmailVerified, account.IsEmailVerified);
        }

        if (!asked.Contains(AppScopes.Profile)) yield break;
        if (account.FullName.Length > 0) yield return (Claims.Name, account.FullName);
        yield return (Claims.PreferredUsername, account.Username);
        if (account.Language is { } language) yield return (Claims.Locale, language.Code());
    }
}
