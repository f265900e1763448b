using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Who has no second factor, and whether everybody must.</summary>
/// <param name="IsSetting">The setting requires it, so that no order is needed and none can be called off.</param>
/// <param name="Order">The order that stands; null when none does.</param>
/// <param name="OrderedBy">The admin who gave it; null when that account is gone.</param>
/// <param name="Grace">How long people would have after an order given now.</param>
/// <param name="ToHearItIsOff">How many have been told of an order, and not yet that it is called off.</param>
/// <param name="Next">Where the next page of people begins; null when this is the last.</param>
public sealed record Enforcement(
    Requirement Requirement, bool IsSetting, RequirementOrder? Order, string? OrderedBy, TimeSpan Grace, long ToHearItIsOff,
    NewcomerCount Count, IReadOnlyList<Newcomer> People, long? Next);

/// <summary>Shows an admin what requiring a second factor means here.</summary>
public sealed class ShowEnforcement(Ground ground)
{
    private const int PageSize = 50;

    /// <param name="after">Only accounts younger than this one.</param>
    public Task<Enforcement> Run(long after, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var order = await RequirementStore.Find(sql);
        var found = await NewcomerStore.List(sql, after, PageSize + 1);
        IReadOnlyList<Newcomer> shown = [.. found.Take(PageSize)];
        return new Enforcement(
            await RequirementStore.Read(sql, ground.Policy), ground.Policy.RequiresSecondFactor, order,
            order is null ? null : (await AccountStore.Find(sql, order.OrderedBy))?.Username, ground.Policy.RequirementGrace,
            order is null ? await RequirementNewsStore.Count(sql) : 0,
            await NewcomerStore.Count(sql), shown, found.Count > PageSize ? shown[^1].Id.Value : null);
    }, ct);
}
