using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller whether the account is to be deleted, and when.</summary>
public sealed class ShowDeletion(Ground ground)
{
    /// <summary>Null: it stays.</summary>
    public Task<Deletion?> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => DeletionStore.Find(sql, caller.Account.Id), ct);
}
