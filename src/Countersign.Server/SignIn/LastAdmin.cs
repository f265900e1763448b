using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>The one admin who must not be shut out: without one, nobody could let anybody in by the pages.</summary>
public static class LastAdmin
{
    /// <summary>Whether nobody else could administer any more if this account were shut.</summary>
    /// <remarks>Inside a change it is asked one after the other: of two admins who shut each other, one stays.</remarks>
    public static async Task<bool> Is(Sql sql, Account account)
    {
        if (account is not { IsAdmin: true, IsDisabled: false }) return false;

        if (sql is Tx change) await change.OneByOne("admins");
        return await AccountStore.CountAdmins(sql) == 1;
    }
}
