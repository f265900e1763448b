using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>An API key just made or renewed; the only time it is in the clear.</summary>
public sealed record MadeApiKey(ApiKeyId Id, Token Key, string Permissions);

/// <summary>Makes, renews and deletes API keys. While changes are frozen none is made or renewed; one can always be deleted.</summary>
public sealed class ApiKeys(Ground ground, TokenHash tokens, AuditLog audit, Notices notices)
{
    /// <summary>The most characters of a key's name.</summary>
    public const int LongestName = 100;

    private const int MostKeys = 100;

    /// <summary>Makes a key.</summary>
    /// <param name="permissions">JSON as the caller gave it; <see cref="ApiKeyRights.Everything"/> when it gave none.</param>
    public Task<Answer<MadeApiKey>> Create(Caller caller, string? name, string permissions, CancellationToken ct)
    {
        var shown = string.IsNullOrWhiteSpace(name) ? "API key" : ShownName.Find(name, LongestName);
        if (shown is null) return Task.FromResult<Answer<MadeApiKey>>(Refusal.InvalidLabel);
        if (!ApiKeyRights.TryParse(permissions, out var rights)) return Task.FromResult<Answer<MadeApiKey>>(Refusal.InvalidPermissions);
        if (rights.Contains(ApiKeyRights.NameEndUsers)
            || (caller.ApiKey is { } maker && !ApiKeyRights.Cover(maker.Permissions, permissions)))
            return Task.FromResult<Answer<MadeApiKey>>(Refusal.BeyondOwnRights);

        var key = Token.New(TokenKind.ApiKey);
        return ground.Db.Write<Answer<MadeApiKey>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            if ((await ApiKeyStore.ListOf(tx, account.Id)).Count >= MostKeys) return Refusal.TooManyKeys;

            var id = await ApiKeyStore.Add(tx, account.Id, shown, key, tokens.UnderActive(key), permissions, byOperator: false);
            await Note(tx, caller, AuditEvent.AuthnTokenCreated, NoticeKind.ApiKeyCreated, shown);
            return new MadeApiKey(id, key, permissions);
        }, ct);
    }

    /// <summary>
    /// Gives the calling key another value; the old one dies. For a session it is the account's oldest one, but never one by which an
    /// application names its people: that would stop working, and the person has no use for it.
    /// </summary>
    public Task<Answer<MadeApiKey>> Reset(Caller caller, CancellationToken ct)
    {
        var key = Token.New(TokenKind.ApiKey);
        return ground.Db.Write<Answer<MadeApiKey>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            var oldest = (await ApiKeyStore.ListOf(tx, account.Id)).FirstOrDefault(each => !ApiKeyRights.NamesEndUsers(each));
            if ((caller.ApiKey ?? oldest) is not { } old) return Refusal.NotFound;

            OvertakenException.Unless(await ApiKeyStore.TryReplace(tx, account.Id, old.Id, key, tokens.UnderActive(key)));
            await SessionStore.EndOpenedBy(tx, account.Id, old.Id, caller.Session?.Id);
            await Note(tx, caller, AuditEvent.AuthnTokenCreated, NoticeKind.ApiKeyReset, old.Name);
            return new MadeApiKey(old.Id, key, old.Permissions);
        }, ct);
    }

    /// <summary>Deletes a key, and ends what it opened: every session but the one that asks.</summary>
    public Task<Answer<ApiKey>> Delete(Caller caller, ApiKeyId id, CancellationToken ct)
    {
        return ground.Db.Write<Answer<ApiKey>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await ApiKeyStore.Find(tx, account.Id, id) is not { } key) return Refusal.NotFound;

            await SessionStore.EndOpenedBy(tx, account.Id, id, caller.Session?.Id);
            OvertakenException.Unless(await ApiKeyStore.TryDelete(tx, account.Id, id));
            await audit.Append(tx, caller.Entry(AuditEvent.AuthnTokenRevoked));
            return key;
        }, ct);
    }

    private async Task Note(Tx tx, Caller caller, AuditEvent what, NoticeKind kind, string name)
    {
        await audit.Append(tx, caller.Entry(what));
        await notices.Tell(tx, caller.Account, kind, caller.Source, new() { Name = name });
    }
}
