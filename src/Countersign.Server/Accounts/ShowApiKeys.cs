using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller the account's API keys, oldest first.</summary>
public sealed class ShowApiKeys(Ground ground)
{
    public Task<IReadOnlyList<ApiKey>> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => ApiKeyStore.ListOf(sql, caller.Account.Id), ct);

    /// <summary>One of them; null when the account has no such key.</summary>
    public Task<ApiKey?> Run(Caller caller, ApiKeyId id, CancellationToken ct) =>
        ground.Db.Read(sql => ApiKeyStore.Find(sql, caller.Account.Id, id), ct);
}
