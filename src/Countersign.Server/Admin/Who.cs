using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Finds the account that an operator means: by id, e-mail address or user name.</summary>
public static class Who
{
    /// <summary>The one account, or why it cannot be told.</summary>
    public static async Task<Reply<Account>> Find(Sql sql, string who)
    {
        var named = await AccountStore.FindByName(sql, who);
        var numbered = long.TryParse(who, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await AccountStore.Find(sql, new(id)) : null;
        return (named, numbered) switch
        {
            (null, null) => new No($"There is no account '{who}'. `account list --search PART` finds one by a part of its address or name."),
            ({ } byName, { } byId) when byName.Id != byId.Id =>
                new No($"'{who}' is the user name of one account and the number of another. Give the e-mail address."),
            _ => (named ?? numbered)!,
        };
    }

    /// <summary>How an account is named to an operator.</summary>
    public static string NameOf(Account account) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.Username} ({account.Email.Text}, account {account.Id.Value})");

    /// <summary>Whether nobody else could administer any more if this account were shut.</summary>
    public static async Task<bool> IsLastAdmin(Sql sql, Account account) =>
        account is { IsAdmin: true, IsDisabled: false } && await AccountStore.CountAdmins(sql) == 1;
}
