using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A caller whose right user name and password came with the request: the first factor, and nothing more.</summary>
public sealed record PasswordCaller(Account Account, Source Source)
{
    /// <summary>Names the credential; whatever a caller begins is bound to it.</summary>
    public Credential Credential { get; init; } = Credential.PasswordAlone;

    /// <summary>
    /// The account as it is inside this transaction. A caller whose password was changed, or whose account was shut since,
    /// is looked at again by its door.
    /// </summary>
    /// <exception cref="CallerChangedException">The password is no longer what it was.</exception>
    public async Task<Account> Refresh(Tx tx)
    {
        await tx.Foresee(
            sql => AccountStore.Find(sql, Account.Id), sql => MethodStore.CountOf(sql, Account.Id),
            sql => MethodStore.ListOf(sql, Account.Id),
            sql => GuardStore.ReadBudget(sql, Account.Id), sql => AuditLog.NextOf(sql, Account.Id.Value));
        var fresh = await AccountStore.Find(tx, Account.Id);
        CallerChangedException.Unless(fresh is { IsDisabled: false } && fresh.PasswordHash == Account.PasswordHash);
        return fresh!;
    }

    /// <summary>The audit entry of what this caller does.</summary>
    public AuditEntry Entry(AuditEvent what) => new(what, Source, Account.Id) { Credential = Credential };

    /// <summary>The account's id alone.</summary>
    public override string ToString() => $"{Credential} of {Account.Id.Value}";
}
