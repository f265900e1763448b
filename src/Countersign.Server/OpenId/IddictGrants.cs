using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Countersign.Server.Storage;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.OpenId;

/// <summary>A grant in the hands of the library.</summary>
public sealed class IddictGrant(AppGrant grant)
{
    /// <summary>As it is stored.</summary>
    public AppGrant Grant { get; } = grant;

    /// <summary>Whether what was given by it is good.</summary>
    public bool IsValid { get; set; } = grant.IsAlive;
}

/// <summary>
/// What people went to applications with, as the library asks for it (its "authorizations"). It is valid as long as it is alive
/// (<see cref="AppGrantStore.Find"/>), so whatever was given by it dies with the person, the session and the factors behind it.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "A token that cancels has one name in this house.")]
public sealed class IddictGrants(Db db) : IOpenIddictAuthorizationStore<IddictGrant>
{
    public async ValueTask<IddictGrant?> FindByIdAsync(string identifier, CancellationToken ct) =>
        IddictText.NumberOf(identifier) is { } id && await db.Ask(sql => AppGrantStore.Find(sql, id), ct) is { } grant
            ? new IddictGrant(grant)
            : null;

    // The library saves one only to end it.
    public async ValueTask UpdateAsync(IddictGrant authorization, CancellationToken ct)
    {
        if (!authorization.IsValid) await db.Write(tx => AppGrantStore.Revoke(tx, authorization.Grant.Id), ct);
    }

    public ValueTask<string?> GetIdAsync(IddictGrant authorization, CancellationToken ct) => new(IddictText.Of(authorization.Grant.Id));

    public ValueTask<string?> GetApplicationIdAsync(IddictGrant authorization, CancellationToken ct) =>
        new(IddictText.Of(authorization.Grant.App.Value));

    public ValueTask<string?> GetSubjectAsync(IddictGrant authorization, CancellationToken ct) =>
        new(IddictText.SubjectOf(authorization.Grant.Account));

    public ValueTask<string?> GetStatusAsync(IddictGrant authorization, CancellationToken ct) =>
        new(authorization.IsValid ? Statuses.Valid : Statuses.Revoked);

    public ValueTask<string?> GetTypeAsync(IddictGrant authorization, CancellationToken ct) => new(AuthorizationTypes.AdHoc);

    public ValueTask<ImmutableArray<string>> GetScopesAsync(IddictGrant authorization, CancellationToken ct) =>
        new([.. authorization.Grant.Scopes]);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(IddictGrant authorization, CancellationToken ct) =>
        new(authorization.Grant.CreatedAt);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(IddictGrant authorization, CancellationToken ct) =>
        new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask SetStatusAsync(IddictGrant authorization, string? status, CancellationToken ct)
    {
        authorization.IsValid = status is Statuses.Valid;
        return default;
    }

    public IAsyncEnumerable<IddictGrant> FindAsync(
        string? subject, string? client, string? status, string? type, ImmutableArray<string>? scopes, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictGrant> FindByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictGrant> FindBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask<long> CountAsync(CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<IddictGrant>, IQueryable<TResult>> query, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<IddictGrant>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
            throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictGrant> ListAsync(int? count, int? offset, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<IddictGrant>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
            throw IddictText.NoQueries();

    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask CreateAsync(IddictGrant authorization, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask DeleteAsync(IddictGrant authorization, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<IddictGrant> InstantiateAsync(CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetApplicationIdAsync(IddictGrant authorization, string? identifier, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetCreationDateAsync(IddictGrant authorization, DateTimeOffset? date, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetPropertiesAsync(
        IddictGrant authorization, ImmutableDictionary<string, JsonElement> properties, CancellationToken ct) =>
            throw IddictText.NoWrites();

    public ValueTask SetScopesAsync(IddictGrant authorization, ImmutableArray<string> scopes, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask SetSubjectAsync(IddictGrant authorization, string? subject, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask SetTypeAsync(IddictGrant authorization, string? type, CancellationToken ct) => throw IddictText.NoWrites();
}
