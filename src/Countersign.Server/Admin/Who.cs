using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>Finds the account that an operator means: by id, e-mail address or user name.</summary>
public static class Who
{
    /// <summary>The one account, or why it cannot be told.</summary>
    public static async Task<Answer<Account>> Find(Sql sql, string who)
    {
        var named = await AccountStore.FindByName(sql, who);
        var numbered = long.TryParse(who, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await AccountStore.Find(
            sql, new(id)) : null;
        return (named, numbered) switch
        {
            (null, null) =>
                Refused.Because($"There is no account '{who}'. `account list --search PART` finds one by a part of its address or names."),
            ({ } byName, { } byId) when byName.Id != byId.Id =>
                Refused.Because($"'{who}' is the user name of one account and the number of another. Give the e-mail address."),
            _ => (named ?? numbered)!,
        };
    }

    /// <summary>How an account is named to an operator.</summary>
    public static string NameOf(Account account) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.Username} ({account.Email.Text}, account {account.Id.Value})");

    /// <summary>What an operator is told about a no.</summary>
    public static string Of(Refused refused) =>
        (refused.Operator!.Value, refused.Account is { } account ? NameOf(account) : "The account") switch
        {
            (OperatorRefusal.NoSuchAccount, _) => "The account is gone.",
            (OperatorRefusal.AlreadyDisabled, var name) => $"{name} is already disabled.",
            (OperatorRefusal.NotDisabled, var name) => $"{name} is not disabled.",
            (OperatorRefusal.LastAdmin, var name) => $"{name} is the last admin. Make another one first: `account grant-admin`.",
            (OperatorRefusal.AlreadyAdmin, var name) => $"{name} is already an admin.",
            (OperatorRefusal.NotAnAdmin, var name) => $"{name} isn't an admin.",
            (OperatorRefusal.ChangedMeanwhile, var name) =>
                $"{name} was changed in the meantime. Look at it again, then repeat the command.",
            (OperatorRefusal.NotAdmin or OperatorRefusal.OwnAccount or OperatorRefusal.OwnChangesFrozen
                or OperatorRefusal.OwnFactorUnconfirmed, _) =>
                throw new InvalidOperationException("A shell is not asked who it is."),
            (OperatorRefusal.AlreadyRequired or OperatorRefusal.NotRequired, _) =>
                throw new InvalidOperationException("A shell does not decide about the whole service."),
        };
}
