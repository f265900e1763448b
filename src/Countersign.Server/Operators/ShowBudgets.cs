using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Shows the people who run the service what is used of the budgets of messages, and by whom.</summary>
public sealed class ShowBudgets(Ground ground, SendBudgets budgets)
{
    /// <summary>All that are open.</summary>
    public Task<IReadOnlyList<BudgetWindow>> Run(CancellationToken ct) => ground.Db.Read(budgets.List, ct);

    /// <returns>Null when nothing of this one is used, or there is no such budget.</returns>
    public Task<BudgetWindow?> Find(string bucket, CancellationToken ct) => ground.Db.Read(sql => budgets.Find(sql, bucket), ct);
}
