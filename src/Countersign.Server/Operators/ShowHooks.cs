using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>A webhook, and how many events are on their way to it.</summary>
public sealed record HookSight(Hook Hook, long Waiting, long Taken, long GivenUp);

/// <summary>One webhook with what was sent to it.</summary>
/// <param name="Older">Where the next page begins; null when this is the last.</param>
public sealed record HookHistory(HookSight Sight, IReadOnlyList<HookRecord> Records, long? Older);

/// <summary>Shows the people who run the service the webhooks, and what became of the events on their way there.</summary>
public sealed class ShowHooks(Ground ground)
{
    private const int PageSize = 50;

    /// <summary>All of them.</summary>
    public Task<IReadOnlyList<HookSight>> Run(CancellationToken ct) => ground.Db.Read<IReadOnlyList<HookSight>>(async sql =>
    {
        var counts = await HookRecordStore.Count(sql);
        return [.. (await HookStore.List(sql)).Select(hook => SightOf(hook, counts))];
    }, ct);

    /// <summary>One of them; null when there is none of this number.</summary>
    /// <param name="before">Only what was stored before this one; null begins with the newest.</param>
    public Task<HookHistory?> Run(HookId id, long? before, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        if (await HookStore.Find(sql, id) is not { } hook) return null;

        var found = await HookRecordStore.List(sql, id, before, PageSize + 1);
        IReadOnlyList<HookRecord> shown = [.. found.Take(PageSize)];
        return new HookHistory(SightOf(hook, await HookRecordStore.Count(sql)), shown, found.Count > PageSize ? shown[^1].Id : null);
    }, ct);

    private static HookSight SightOf(Hook hook, IReadOnlyList<HookCount> counts)
    {
        return new(hook, Of(HookState.Waiting), Of(HookState.Taken), Of(HookState.GivenUp));

        long Of(HookState state) => counts.FirstOrDefault(count => count.Hook == hook.Id && count.State == state)?.Deliveries ?? 0;
    }
}
