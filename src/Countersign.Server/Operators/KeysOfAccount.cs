using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>A key that an operator gave; the only time it is in the clear.</summary>
public sealed record GivenApiKey(ApiKeyId Id, string Name, Token Key);

/// <summary>
/// Gives somebody an API key, or deletes one. Only the machine's shell does: whoever gives keys at a browser could act as anybody.
/// </summary>
public sealed class KeysOfAccount(Ground ground, TokenHash tokens, ChangeTeller teller)
{
    /// <summary>The account's keys, oldest first.</summary>
    public Task<IReadOnlyList<ApiKey>> List(AccountId account, CancellationToken ct) =>
        ground.Db.Read(sql => ApiKeyStore.ListOf(sql, account), ct);

    /// <summary>Makes a key that outlives the person's passwords, in one transaction with the audit row and the notice.</summary>
    public Task<Answer<GivenApiKey>> Give(ShellOperator by, Target target, string name, string permissions, CancellationToken ct)
    {
        var key = Token.New(TokenKind.ApiKey);
        return ground.Db.Write<Answer<GivenApiKey>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found.Refused!;

            var id = await ApiKeyStore.Add(tx, account.Id, name, key, tokens.UnderActive(key), permissions, byOperator: true);
            var entry = by.Entry(AuditEvent.AuthnTokenCreated, account.Id, reason: null) with { ApiKey = id };
            await teller.Tell(tx, account, entry, NoticeKind.ApiKeyCreated, new() { Name = name });
            return new GivenApiKey(id, name, key);
        }, ct);
    }

    /// <summary>Deletes one and ends what it opened, in one transaction with the audit row and the notice.</summary>
    public Task<Answer<ApiKey>> Delete(ShellOperator by, Target target, ApiKeyId id, CancellationToken ct) =>
        ground.Db.Write<Answer<ApiKey>>(async tx =>
        {
            var found = await by.Find(tx, target);
            if (found.Given is not { } account) return found.Refused!;
            if (await ApiKeyStore.Find(tx, account.Id, id) is not { } key) return Refusal.NotFound;

            await SessionStore.EndOpenedBy(tx, account.Id, id, keep: null);
            OvertakenException.Unless(await ApiKeyStore.TryDelete(tx, account.Id, id));
            var entry = by.Entry(AuditEvent.AuthnTokenRevoked, account.Id, reason: null) with { ApiKey = id };
            await teller.Tell(tx, account, entry, NoticeKind.ApiKeyDeletedByOperator, new() { Name = key.Name });
            return key;
        }, ct);
}
