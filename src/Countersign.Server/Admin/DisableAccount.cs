using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Shuts an account, whatever it is opened with, until it is enabled again.</summary>
public static class DisableAccount
{
    /// <summary>Shuts it and ends its sessions and everything pending, in one transaction. The last admin is refused.</summary>
    public static Task<Reply<Account>> Run(Installation at, OperatorShell shell, AccountId id, string reason, CancellationToken ct) =>
        at.Db.Write<Reply<Account>>(async tx =>
        {
            var now = shell.Now();
            var account = await AccountStore.Find(tx, id) ?? throw new OvertakenException();
            if (account.IsDisabled) return new No($"{Who.NameOf(account)} is disabled already.");
            if (await Who.IsLastAdmin(tx, account)) return new No($"{Who.NameOf(account)} is the last admin. Make another one first: `account add --admin`.");

            await SessionDesk.EndAllElse(tx, account, null, now);
            await AccountStore.SetDisabled(tx, id, now);
            var entry = OperatorSource.Entry(shell, AuditEvent.AdminDisabled, "account disable", id, reason);
            await at.Teller.Tell(tx, account, entry, NoticeKind.AccountDisabled, now);
            return account;
        }, ct);
}
