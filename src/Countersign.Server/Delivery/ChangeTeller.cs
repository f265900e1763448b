using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Writes down a change and tells the person about it, in the transaction of the change.</summary>
public sealed class ChangeTeller(AuditLog audit, Notices notices)
{
    /// <summary>One audit row alone, for what is no news.</summary>
    public Task Note(Tx tx, AuditEntry entry) => audit.Append(tx, entry);

    /// <summary>One notice alone, for what is written down already.</summary>
    public Task<MessageId?> News(Tx tx, Account account, AuditEntry entry, NoticeKind kind, NoticeExtras extras) =>
        notices.Tell(tx, account, kind, entry.Source, extras);

    /// <summary>One audit row and one notice to every address of the account; answers the message, where one goes out for it.</summary>
    public async Task<MessageId?> Tell(
        Tx tx, Account account, AuditEntry entry, NoticeKind kind, NoticeExtras? extras = null)
    {
        await audit.Append(tx, entry);
        return await notices.Tell(tx, account, kind, entry.Source, extras ?? new());
    }
}
