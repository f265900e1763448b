using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller what happened on the account, newest first.</summary>
public sealed class ShowActivity(Ground ground)
{
    private const int Most = 100;

    public Task<IReadOnlyList<StoredAuditEntry>> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => AuditLog.Newest(sql, caller.Account.Id, Most), ct);
}
