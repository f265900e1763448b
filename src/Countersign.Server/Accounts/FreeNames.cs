using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Where a user name comes from.</summary>
public enum NameOrigin
{
    /// <summary>An operator wrote it: it is this or none.</summary>
    Given,

    /// <summary>It was made of the address, or chosen before it was certain that nobody else would have it: it may get a number.</summary>
    Proposed,
}

/// <summary>The user name that an account is to have.</summary>
public sealed record NameWish(string Name, NameOrigin Origin);

/// <summary>Finds the user name for a wish: one that is only proposed gets a number while somebody else has it.</summary>
/// <param name="reserved">Names that others are about to have because an operator wrote them.</param>
public sealed class FreeNames(IEnumerable<string> reserved)
{
    private readonly HashSet<string> taken = [.. reserved.Select(AccountStore.Canonical)];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The name, which nobody else gets from here on.</summary>
    public async Task<string> Find(Sql sql, NameWish wish)
    {
        if (wish.Origin is NameOrigin.Given) return wish.Name;

        var stem = AccountStore.Canonical(wish.Name);
        for (var number = numbers.GetValueOrDefault(stem, 1); ; number++)
        {
            var name = number == 1 ? wish.Name : SignUpRules.Numbered(wish.Name, number);
            if (taken.Contains(AccountStore.Canonical(name)) || await AccountStore.FindByName(sql, name) is not null) continue;

            taken.Add(AccountStore.Canonical(name));
            numbers[stem] = number + 1;
            return name;
        }
    }
}
