using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Tells the owner that the account is to be deleted, and remembers by which message: the time to call it off counts from when that one has
/// left, and a notice that did not leave is written anew.
/// </summary>
public sealed class TellOfDeletion(ChangeTeller teller, PhoneNotices phones)
{
    private const string Route = "deletion that waits";

    // What was refused today may be taken tomorrow; a mailbox that is gone is not written to all day long.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromDays(1);

    /// <summary>Tells it for the first time.</summary>
    /// <param name="entry">The entry of what was asked for.</param>
    public async Task Asked(Tx tx, Account account, Deletion deletion, AuditEntry entry)
    {
        var mail = await teller.Tell(tx, account, entry, NoticeKind.AccountDeleteAsked, Extras(deletion.DueAt));
        await Note(tx, account, mail, NoticeKind.AccountDeleteAsked, deletion.DueAt);
    }

    /// <summary>Puts it off, and tells the new date with a link that works: whatever was told before is not so any more.</summary>
    public async Task Anew(Tx tx, Account account, Deletion deletion, DateTimeOffset due)
    {
        await DeletionStore.PutOff(tx, account.Id, due);
        var until = deletion.DueAt > due ? deletion.DueAt : due;
        var source = new Source(deletion.IpAddress, deletion.IpAddress, deletion.UserAgent, Route);
        var entry = new AuditEntry(AuditEvent.AccountDeleteAsked, source, account.Id);
        var mail = await teller.News(tx, account, entry, NoticeKind.AccountDeletePutOff, Extras(until));
        await Note(tx, account, mail, NoticeKind.AccountDeletePutOff, until);
    }

    /// <summary>
    /// Sees to it that the owner is told before the account goes: notes when the notice has left, from when on the time counts, or tells
    /// it anew where it did not.
    /// </summary>
    /// <param name="delay">How long there must be to call it off.</param>
    /// <param name="isSteady">Whether the time can be believed: else nothing is put off by it, nor told anew.</param>
    /// <returns>Whether the owner was told, as far as there is a way.</returns>
    public async Task<bool> See(Tx tx, Account account, Deletion deletion, TimeSpan delay, bool isSteady)
    {
        if (deletion.ToldAt is not null) return true;

        // There is no way but the security page, where it stands, and the operator's page.
        if (deletion.ToldBy is null && !account.IsEmailVerified) return true;

        var fate = deletion.ToldBy is { } message ? await MessageRecordStore.Find(tx, account.Id, message) : null;
        switch (fate)
        {
            case { State: OutboxState.Sent, DoneAt: { } left }:
                await DeletionStore.SetToldAt(tx, account.Id, left, isSteady);
                await DeletionStore.PutOff(tx, account.Id, left + delay);
                return true;
            case var _ when !isSteady:
                return false;
            case { DoneAt: null }:
            case { DoneAt: { } ended } when ended + BetweenTries > tx.Now:
                if (deletion.DueAt <= tx.Now) await DeletionStore.PutOff(tx, account.Id, tx.Now + delay);
                return false;
            default:
                await Anew(tx, account, deletion, tx.Now + delay);
                return false;
        }
    }

    private async Task Note(Tx tx, Account account, MessageId? mail, NoticeKind kind, DateTimeOffset until)
    {
        var text = await phones.Tell(tx, account, await MethodStore.ListOf(tx, account.Id), kind, until: until);
        await DeletionStore.SetToldBy(tx, account.Id, mail ?? text);
    }

    private static NoticeExtras Extras(DateTimeOffset until) => new() { Until = until, CanBeStopped = true };
}
