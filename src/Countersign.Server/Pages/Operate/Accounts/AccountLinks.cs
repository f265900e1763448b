using System.Globalization;
using Countersign.Server.Storage;
using Microsoft.AspNetCore.Http.Extensions;

namespace Countersign.Server.Pages.Operate.Accounts;

/// <summary>How a search for accounts is written in an address.</summary>
public static class AccountLinks
{
    /// <summary>The address of a search.</summary>
    public static string Of(AccountSearch search)
    {
        var query = new QueryBuilder();
        if (search.Part.Length > 0) query.Add("q", search.Part);
        if (search.Filter is not AccountFilter.All) query.Add("show", WordOf(search.Filter));
        if (search.Before is { } before) query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        else if (search.After > 0) query.Add("after", search.After.ToString(CultureInfo.InvariantCulture));
        return $"{PagePaths.OperateAccounts}{query}";
    }

    /// <summary>A filter's word.</summary>
    public static string WordOf(AccountFilter filter) => filter switch
    {
        AccountFilter.All => "all",
        AccountFilter.WithoutSecondFactor => "without-2fa",
        AccountFilter.Locked => "locked",
        AccountFilter.Disabled => "disabled",
        AccountFilter.Admins => "admins",
    };

    /// <summary>The filter of a word; all of them for any other.</summary>
    public static AccountFilter FilterOf(string word) => Enum.GetValues<AccountFilter>().FirstOrDefault(filter => WordOf(filter) == word);
}
