using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller where the account is signed in, youngest first.</summary>
public sealed class ShowSessions(Ground ground)
{
    public Task<IReadOnlyList<Session>> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => SessionStore.ListLive(sql, caller.Account.Id), ct);
}
