using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.OpenId;

/// <summary>
/// The applications, as the library asks for them. It reads; operators write (<c>app add</c>). Nothing is kept beyond a request.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "A token that cancels has one name in this house.")]
public sealed class IddictApps(Db db) : IOpenIddictApplicationStore<App>
{
    public async ValueTask<App?> FindByClientIdAsync(string identifier, CancellationToken ct) =>
        AppRules.IsName(identifier) ? Speaking(await db.Ask(sql => AppStore.Find(sql, identifier), ct)) : null;

    public async ValueTask<App?> FindByIdAsync(string identifier, CancellationToken ct) =>
        long.TryParse(identifier, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Speaking(await db.Ask(sql => AppStore.Find(sql, new AppId(id)), ct))
            : null;

    public IAsyncEnumerable<App> FindByRedirectUriAsync(string uri, CancellationToken ct) =>
        Those(app => app.Said.ReturnAddresses.Contains(uri, StringComparer.Ordinal), ct);

    public IAsyncEnumerable<App> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken ct) =>
        Those(app => app.Said.SignedOutAddresses.Contains(uri, StringComparer.Ordinal), ct);

    public ValueTask<string?> GetIdAsync(App application, CancellationToken ct) => new(IddictText.Of(application.Id.Value));

    public ValueTask<string?> GetClientIdAsync(App application, CancellationToken ct) => new(application.Name);

    public ValueTask<string?> GetClientTypeAsync(App application, CancellationToken ct) => new(application.Said.Kind switch
    {
        AppKind.Web => ClientTypes.Confidential,
        AppKind.Public or AppKind.Proxy or AppKind.Radius or AppKind.Api => ClientTypes.Public,
    });

    public ValueTask<string?> GetApplicationTypeAsync(App application, CancellationToken ct) => new(ApplicationTypes.Web);

    // The library only wants to know that there is one; IddictSecrets compares.
    public ValueTask<string?> GetClientSecretAsync(App application, CancellationToken ct) =>
        new(application.SecretHashes.Count > 0 ? "hash" : null);

    public ValueTask<string?> GetConsentTypeAsync(App application, CancellationToken ct) =>
        new(application.Said.AsksConsent ? ConsentTypes.Explicit : ConsentTypes.Implicit);

    public ValueTask<string?> GetDisplayNameAsync(App application, CancellationToken ct) => new(application.Said.Title);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(App application, CancellationToken ct) =>
        new([.. application.Said.ReturnAddresses]);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(App application, CancellationToken ct) =>
        new([.. application.Said.SignedOutAddresses]);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(App application, CancellationToken ct) => new(
    [
        Permissions.GrantTypes.AuthorizationCode,
        .. application.Said.May.Select(each => Permissions.Prefixes.Scope + each),
        .. application.Said.May.Contains(AppScopes.Offline) ? (string[])[Permissions.GrantTypes.RefreshToken] : [],
    ]);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(App application, CancellationToken ct) =>
        new([Requirements.Features.ProofKeyForCodeExchange]);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(App application, CancellationToken ct) =>
        new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(App application, CancellationToken ct) =>
        new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(App application, CancellationToken ct) =>
        new(ImmutableDictionary<string, string>.Empty);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(App application, CancellationToken ct) => new((JsonWebKeySet?)null);

    public async ValueTask<long> CountAsync(CancellationToken ct) => await db.Ask(AppStore.Count, ct);

    public IAsyncEnumerable<App> ListAsync(int? count, int? offset, CancellationToken ct) => Those(_ => true, ct);

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<App>, IQueryable<TResult>> query, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<App>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<App>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask CreateAsync(App application, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask UpdateAsync(App application, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask DeleteAsync(App application, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<App> InstantiateAsync(CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetApplicationTypeAsync(App application, string? type, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetClientIdAsync(App application, string? identifier, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetClientSecretAsync(App application, string? secret, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetClientTypeAsync(App application, string? type, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetConsentTypeAsync(App application, string? type, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetDisplayNameAsync(App application, string? name, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetDisplayNamesAsync(App application, ImmutableDictionary<CultureInfo, string> names, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetJsonWebKeySetAsync(App application, JsonWebKeySet? set, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetPermissionsAsync(App application, ImmutableArray<string> permissions, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetPostLogoutRedirectUrisAsync(App application, ImmutableArray<string> uris, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetPropertiesAsync(App application, ImmutableDictionary<string, JsonElement> properties, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetRedirectUrisAsync(App application, ImmutableArray<string> uris, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetRequirementsAsync(App application, ImmutableArray<string> requirements, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetSettingsAsync(App application, ImmutableDictionary<string, string> settings, CancellationToken ct) =>
        throw IddictText.NoWrites();

    // What is behind a proxy speaks nothing, and is unknown here.
    private static App? Speaking(App? app) => app is { Said.Kind: AppKind.Proxy or AppKind.Radius or AppKind.Api } ? null : app;

    private async IAsyncEnumerable<App> Those(Func<App, bool> fits, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var app in await db.Ask(AppStore.List, ct)) if (fits(app) && Speaking(app) is not null) yield return app;
    }
}
