using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows a caller that mail to the account's address came back.</summary>
public sealed class ShowBounce(Ground ground)
{
    /// <summary>When it last did; null: it did not, since the address was confirmed.</summary>
    public Task<DateTimeOffset?> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => MarkStore.Find(sql, caller.Account.Id, AccountMark.MailBounced), ct);
}
