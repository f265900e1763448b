using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller the account's API keys, oldest first.</summary>
public sealed class ShowApiKeys(Ground ground)
{
    public Task<IReadOnlyList<ApiKey>> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => ApiKeyStore.ListOf(sql, caller.Account.Id), ct);
}
