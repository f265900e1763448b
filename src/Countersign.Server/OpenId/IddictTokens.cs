using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using OpenIddict.Abstractions;

namespace Countersign.Server.OpenId;

/// <summary>Something that an application was given, in the hands of the library.</summary>
public sealed class IddictToken
{
    /// <summary>As it is stored, or will be.</summary>
    public AppToken Row { get; set; } = new(0, default, null, null, "", "", null, null, null, null, null, 0);
}

/// <summary>
/// What applications were given, as the library asks for it. That some of it is good once is for <see cref="GoodOnce"/> to hold; the library
/// saves one only to end it.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "A token that cancels has one name in this house.")]
public sealed class IddictTokens(Db db, KeyRing keys, AppWitness witness) : IOpenIddictTokenStore<IddictToken>
{
    public async ValueTask<IddictToken?> FindByIdAsync(string identifier, CancellationToken ct) =>
        IddictText.NumberOf(identifier) is { } id ? Of(await db.Ask(sql => AppTokenStore.Find(sql, id), ct)) : null;

    public async ValueTask<IddictToken?> FindByReferenceIdAsync(string identifier, CancellationToken ct)
    {
        var row = await db.Ask(sql => AppTokenStore.Find(sql, identifier), ct);
        if (row is null) witness.UnknownToken();
        return Of(row);
    }

    public ValueTask<IddictToken> InstantiateAsync(CancellationToken ct) => new(new IddictToken());

    public async ValueTask CreateAsync(IddictToken token, CancellationToken ct)
    {
        var id = await db.Write(tx => AppTokenStore.Add(tx, token.Row, keys.Active), ct);
        token.Row = token.Row with { Id = id };
    }

    public async ValueTask UpdateAsync(IddictToken token, CancellationToken ct)
    {
        if (!await db.Write(tx => AppTokenStore.TrySave(tx, token.Row), ct))
            throw new OpenIddictExceptions.ConcurrencyException("Somebody was faster.");

        token.Row = token.Row with { Version = token.Row.Version + 1 };
    }

    public async ValueTask DeleteAsync(IddictToken token, CancellationToken ct) =>
        await db.Write(tx => AppTokenStore.TryDelete(tx, token.Row.Id), ct);

    public ValueTask<string?> GetIdAsync(IddictToken token, CancellationToken ct) => new(IddictText.Of(token.Row.Id));

    public ValueTask<string?> GetApplicationIdAsync(IddictToken token, CancellationToken ct) => new(IddictText.Of(token.Row.App.Value));

    public ValueTask<string?> GetAuthorizationIdAsync(IddictToken token, CancellationToken ct) =>
        new(token.Row.Grant is { } grant ? IddictText.Of(grant) : null);

    public ValueTask<string?> GetSubjectAsync(IddictToken token, CancellationToken ct) =>
        new(token.Row.Account is { } account ? IddictText.SubjectOf(account) : null);

    public ValueTask<string?> GetTypeAsync(IddictToken token, CancellationToken ct) => new(token.Row.Kind);

    public ValueTask<string?> GetStatusAsync(IddictToken token, CancellationToken ct) => new(token.Row.State);

    public ValueTask<string?> GetReferenceIdAsync(IddictToken token, CancellationToken ct) => new(token.Row.Reference);

    public ValueTask<string?> GetPayloadAsync(IddictToken token, CancellationToken ct) => new(token.Row.Payload);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(IddictToken token, CancellationToken ct) => new(token.Row.CreatedAt);

    public ValueTask<DateTimeOffset?> GetExpirationDateAsync(IddictToken token, CancellationToken ct) => new(token.Row.ExpiresAt);

    public ValueTask<DateTimeOffset?> GetRedemptionDateAsync(IddictToken token, CancellationToken ct) => new(token.Row.RedeemedAt);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(IddictToken token, CancellationToken ct) =>
        new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask SetApplicationIdAsync(IddictToken token, string? identifier, CancellationToken ct) =>
        Set(token, token.Row with { App = new(IddictText.NumberOf(identifier) ?? 0) });

    public ValueTask SetAuthorizationIdAsync(IddictToken token, string? identifier, CancellationToken ct) =>
        Set(token, token.Row with { Grant = IddictText.NumberOf(identifier) });

    public ValueTask SetSubjectAsync(IddictToken token, string? subject, CancellationToken ct) =>
        Set(token, token.Row with { Account = IddictText.AccountOf(subject) });

    public ValueTask SetTypeAsync(IddictToken token, string? type, CancellationToken ct) =>
        Set(token, token.Row with { Kind = type ?? "" });

    public ValueTask SetStatusAsync(IddictToken token, string? status, CancellationToken ct) =>
        Set(token, token.Row with { State = status ?? "" });

    public ValueTask SetReferenceIdAsync(IddictToken token, string? identifier, CancellationToken ct) =>
        Set(token, token.Row with { Reference = identifier });

    public ValueTask SetPayloadAsync(IddictToken token, string? payload, CancellationToken ct) =>
        Set(token, token.Row with { Payload = payload });

    public ValueTask SetCreationDateAsync(IddictToken token, DateTimeOffset? date, CancellationToken ct) =>
        Set(token, token.Row with { CreatedAt = date });

    public ValueTask SetExpirationDateAsync(IddictToken token, DateTimeOffset? date, CancellationToken ct) =>
        Set(token, token.Row with { ExpiresAt = date });

    public ValueTask SetRedemptionDateAsync(IddictToken token, DateTimeOffset? date, CancellationToken ct) =>
        Set(token, token.Row with { RedeemedAt = date });

    // Nothing of ours is put there.
    public ValueTask SetPropertiesAsync(IddictToken token, ImmutableDictionary<string, JsonElement> properties, CancellationToken ct) =>
        default;

    public ValueTask<long> CountAsync(CancellationToken ct) => throw IddictText.NoQueries();

    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<IddictToken>, IQueryable<TResult>> query, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<IddictToken>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictToken> FindAsync(
        string? subject, string? client, string? status, string? type, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictToken> FindByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictToken> FindByAuthorizationIdAsync(string identifier, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictToken> FindBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<IddictToken> ListAsync(int? count, int? offset, CancellationToken ct) => throw IddictText.NoQueries();

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<IddictToken>, TState, IQueryable<TResult>> query, TState state, CancellationToken ct) =>
        throw IddictText.NoQueries();

    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeAsync(string? subject, string? client, string? status, string? type, CancellationToken ct) =>
        throw IddictText.NoWrites();

    public ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken ct) => throw IddictText.NoWrites();

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken ct) => throw IddictText.NoWrites();

    private static IddictToken? Of(AppToken? row) => row is null ? null : new() { Row = row };

    private static ValueTask Set(IddictToken token, AppToken row)
    {
        token.Row = row;
        return default;
    }
}
