using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>The one admin who must not be shut out: without one, nobody could let anybody in by the pages.</summary>
public static class LastAdmin
{
    /// <summary>Whether nobody else could administer any more if this account were shut.</summary>
    public static async Task<bool> Is(Sql sql, Account account) =>
        account is { IsAdmin: true, IsDisabled: false } && await AccountStore.CountAdmins(sql) == 1;
}
