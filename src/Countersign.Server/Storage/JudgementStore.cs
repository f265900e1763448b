using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>Saves what a check decided, only if nothing it was decided on has changed since: this makes every guess count once.</summary>
public static class JudgementStore
{
    /// <summary>Saves the guard of a factor without a method row, and the account's budget.</summary>
    public static async Task Save(Tx tx, AccountId account, GuardKind kind, StoredGuard before, Budget budget, Judgement judged)
    {
        if (judged.Guard != before.Guard) await GuardStore.Save(tx, account, kind, before, judged.Guard);
        if (judged.Budget != budget) await GuardStore.Save(tx, account, budget, judged.Budget);
    }

    /// <summary>Saves a method, and its account's budget.</summary>
    /// <param name="compared">The method as the comparison left it, its guard not yet judged.</param>
    public static async Task Save(Tx tx, Method before, Method compared, Budget budget, Judgement judged)
    {
        var accepted = judged.Outcome is Outcome.Accepted;
        var after = compared with { Guard = judged.Guard, LastUsedAt = accepted ? tx.Now : before.LastUsedAt };

        // An accepted code is saved even if nothing seems to change: its row count is what makes it good once.
        if (accepted || after != before) await MethodStore.Save(tx, before, after);
        if (judged.Budget != budget) await GuardStore.Save(tx, before.Account, budget, judged.Budget);
    }
}
