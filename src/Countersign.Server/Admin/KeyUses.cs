using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>What in the database still needs which root key.</summary>
public static class KeyUses
{
    /// <summary>What passwords are called among them.</summary>
    public const string OfPasswords = "passwords";

    /// <summary>What recovery codes are called among them.</summary>
    public const string OfRecoveryCodes = "recovery codes";

    /// <summary>What API keys are called among them.</summary>
    public const string OfApiKeys = "API keys";

    /// <summary>What passwords of before, that somebody else may know, are called among them.</summary>
    public const string OfPastPasswords = "past passwords";

    /// <summary>All uses, sealed values first, then what is hashed.</summary>
    public static async Task<IReadOnlyList<KeyUse>> Count(Sql sql)
    {
        var uses = new List<KeyUse>();
        foreach (var kind in Enum.GetValues<SealedKind>()) uses.AddRange(await SealedValues.CountByKey(sql, kind));

        uses.AddRange(await KeyUseStore.HashedUnder(sql));
        uses.AddRange(await Passwords(sql));
        uses.AddRange(await PastPasswords(sql));
        return uses;
    }

    private static async Task<IEnumerable<KeyUse>> PastPasswords(Sql sql) =>
        from kind in await KeyUseStore.PastPasswordKinds(sql)
        group kind by KeyOf(kind) into kinds
        select new KeyUse(kinds.Key, OfPastPasswords, kinds.Sum(kind => kind.Count)) { LastsUntil = kinds.Max(kind => kind.LastsUntil) };

    private static string KeyOf(PasswordKind kind) => StoredHash.TryParse(kind.Sample, out var hash) ? hash.KeyId : "damaged";

    private static async Task<IEnumerable<KeyUse>> Passwords(Sql sql) =>
        from kind in await KeyUseStore.PasswordKinds(sql)
        group kind.Count by KeyOf(kind) into counts
        select new KeyUse(counts.Key, OfPasswords, counts.Sum());
}
