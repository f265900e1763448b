using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>What goes with an account, for whoever is asked whether it is to go.</summary>
/// <param name="Keys">Whoever uses one of them is refused from then on.</param>
public sealed record AccountEnd(int Methods, int BackupCodes, int Sessions, int Browsers, IReadOnlyList<ApiKey> Keys);

/// <summary>Shows a caller whether the account is to be deleted, and when; and what would go with it.</summary>
public sealed class ShowDeletion(Ground ground)
{
    /// <summary>Null: it stays.</summary>
    public Task<Deletion?> Run(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => DeletionStore.Find(sql, caller.Account.Id), ct);

    /// <summary>Whether it cannot be deleted, since nobody else could administer any more.</summary>
    public Task<bool> IsRefused(Account account, CancellationToken ct) => ground.Db.Read(sql => LastAdmin.Is(sql, account), ct);

    /// <summary>What would stop and be lost.</summary>
    public Task<AccountEnd> WhatEnds(Account account, CancellationToken ct) => ground.Db.Read(async sql => new AccountEnd(
        (await MethodStore.ListOf(sql, account.Id)).Count,
        await BackupCodeStore.CountLeft(sql, account.Id),
        (await SessionStore.ListLive(sql, account.Id)).Count(session => !session.IsExpired(sql.Now, ground.Policy)),
        (await BrowserStore.ListLive(sql, account)).Count,
        await ApiKeyStore.ListOf(sql, account.Id)), ct);
}
