using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>
/// After the clock was set back, what had been locked while it was ahead would stay shut until the clock is there again. Each such lock is
/// shortened to what it can have been at most, and failures that seem to be still to come count as if they had just happened.
/// </summary>
public sealed class LocksOfClockAhead(Db db, Policy policy)
{
    private ClockJump? mended;

    /// <summary>Shortens what is too long, once after each jump back, and once after each start as long as one is known.</summary>
    public async Task Shorten(CancellationToken ct)
    {
        if (await db.Ask(ClockStore.LastBack, ct) is not { } back || back == mended) return;

        foreach (var account in await db.Read(sql => GuardStore.ListBeyond(sql, sql.Now), ct))
            await db.Write(account, tx => Shorten(tx, account), ct);
        mended = back;
    }

    private async Task Shorten(Tx tx, AccountId id)
    {
        if (await AccountStore.Find(tx, id) is null) return;

        foreach (var kind in Enum.GetValues<GuardKind>())
        {
            var before = await GuardStore.Read(tx, id, kind);
            var after = LockoutRules.Shortened(before.Guard, tx.Now, policy);
            if (after != before.Guard) await GuardStore.Save(tx, id, kind, before, after);
        }

        foreach (var method in await MethodStore.ListOf(tx, id))
        {
            var after = LockoutRules.Shortened(method.Guard, tx.Now, policy);
            if (after != method.Guard) await MethodStore.Save(tx, method, method with { Guard = after });
        }

        var budget = await GuardStore.ReadBudget(tx, id);
        var bounded = budget.Shortened(tx.Now);
        if (bounded != budget) await GuardStore.Save(tx, id, budget, bounded);
    }
}
