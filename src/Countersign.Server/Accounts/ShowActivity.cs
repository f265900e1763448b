using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller what was done on the account, newest first.</summary>
public sealed class ShowActivity(Ground ground)
{
    /// <param name="most">How many at the most.</param>
    public Task<IReadOnlyList<StoredAuditEntry>> Run(Caller caller, int most, CancellationToken ct) =>
        ground.Db.Read(sql => AuditLog.NewestDeeds(sql, caller.Account.Id, most), ct);

    /// <summary>The same as a story, in which each deed is told once.</summary>
    public async Task<IReadOnlyList<Deed>> Tell(Caller caller, int most, CancellationToken ct) =>
        Deeds.Of(await Run(caller, most, ct));
}
