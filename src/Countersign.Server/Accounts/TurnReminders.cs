using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Turns off the mails that a person can do without, and on again. What is about safety comes in any case.</summary>
public sealed class TurnReminders(Ground ground, ReminderLinks links)
{
    /// <summary>As the caller wants it.</summary>
    public Task Run(Caller caller, bool on, CancellationToken ct) =>
        ground.Db.Write(caller.Account.Id, tx => Turn(tx, caller.Account.Id, on), ct);

    /// <summary>Off, by the address in a mail; false: it is not one of ours.</summary>
    public async Task<bool> TryOff(string link, CancellationToken ct)
    {
        if (links.Read(link) is not { } account) return false;

        return await ground.Db.Write(account, async tx =>
        {
            if (await AccountStore.Find(tx, account) is null) return false;

            await Turn(tx, account, on: false);
            return true;
        }, ct);
    }

    private static Task Turn(Tx tx, AccountId account, bool on) => on
        ? MarkStore.Clear(tx, account, AccountMark.RemindersOff)
        : MarkStore.Set(tx, account, AccountMark.RemindersOff, tx.Now);
}
