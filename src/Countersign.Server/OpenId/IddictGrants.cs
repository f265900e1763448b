using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Countersign.Server.Storage;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.OpenId;

/// <summary>
/// What people went to applications with, as the library asks for it (its "authorizations"). It is valid as long as it is alive
/// (<see cref="AppGrantStore.Find"/>), so whatever was given by it dies with the person, the session and the factors behind it.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "A token that cancels has one name in this house.")]
public sealed class IddictGrants(Db db) : IOpenIddictAuthorizationStore<AppGrant>
{
    public async ValueTask<AppGrant?> FindByIdAsync(string identifier, CancellationToken ct) =>
        IddictText.NumberOf(identifier) is { } id ? await db.Ask(sql => AppGrantStore.Find(sql, id), ct) : null;

    public ValueTask<string?> GetIdAsync(AppGrant authorization, CancellationToken ct) => new(IddictText.Of(authorization.Id));

    public ValueTask<string?> GetApplicationIdAsync(AppGrant authorization, CancellationToken ct) =>
        new(IddictText.Of(authorization.App.Value));

    public ValueTask<string?> GetSubjectAsync(AppGrant authorization, CancellationToken ct) =>
        new(IddictText.SubjectOf(authorization.Account));

    public ValueTask<string?> GetStatusAsync(AppGrant authorization, CancellationToken ct) =>
        new(authorization.IsAlive ? Statuses.Valid : Statuses.Revoked);

    public ValueTask<string?> GetTypeAsync(AppGrant authorization, CancellationToken ct) => new(AuthorizationTypes.AdHoc);

    public ValueTask<ImmutableArray<string>> GetScopesAsync(AppGrant authorization, CancellationToken ct) =>
        new([.. authorization.Scopes]);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(AppGrant authorization, CancellationToken ct) =>
        new(authorization.CreatedAt);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(AppGrant authorization, CancellationToken ct) =>
        new(ImmutableDictionary<string, JsonElement>.Empty);

    public IAsyncEnumerable<AppGrant> FindAsync(
        string? subject, string? client, string? status, string? type, ImmutableArray<string>? scopes, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public IAsyncEnumerable<AppGrant> FindByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<AppGrant> FindBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask<long> CountAsync(CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<AppGrant>, IQueryable<TResult>> query, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<AppGrant>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
            throw IddictText.NoQueries();

    public IAsyncEnumerable<AppGrant> ListAsync(int? count, int? offset, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<AppGrant>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
            throw IddictText.NoQueries();

    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask CreateAsync(AppGrant authorization, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask UpdateAsync(AppGrant authorization, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask DeleteAsync(AppGrant authorization, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<AppGrant> InstantiateAsync(CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetApplicationIdAsync(AppGrant authorization, string? identifier, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetCreationDateAsync(AppGrant authorization, DateTimeOffset? date, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetPropertiesAsync(
        AppGrant authorization, ImmutableDictionary<string, JsonElement> properties, CancellationToken ct) =>
            throw IddictText.NoWrites();

    public ValueTask SetScopesAsync(AppGrant authorization, ImmutableArray<string> scopes, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetStatusAsync(AppGrant authorization, string? status, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetSubjectAsync(AppGrant authorization, string? subject, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetTypeAsync(AppGrant authorization, string? type, CancellationToken ct) => throw IddictText.NoWrites();
}
