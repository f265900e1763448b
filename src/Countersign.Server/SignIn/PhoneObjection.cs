using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// Whether somebody with a phone of the account has objected to what came by its mailbox, and no other factor was proven since. What the
/// mailbox does says nothing about that: a password by mail ends no freeze then, nor is it left alone by an operator's reset. A stranger
/// can bring it about, with a number that may be theirs: it must not hang over a good password for ever.
/// </summary>
public static class PhoneObjection
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(30);

    /// <summary>Whether it stands: 30 days, whatever the clock does.</summary>
    public static async Task<bool> Stands(Sql sql, AccountId account) =>
        await MarkStore.FindLived(sql, account, AccountMark.PhoneObjected) is var (at, lived)
        && await SteadyClock.EndOf(sql, at, lived, at + Length) > sql.Now;
}
