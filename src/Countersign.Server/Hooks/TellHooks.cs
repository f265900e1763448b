using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>
/// Lets what happened wait for the webhooks that are told of it. The audit log is where it comes from: an entry is on the disk together
/// with what it tells of, so nothing that happened is lost, and nothing is told that did not happen. What became of messages stands beside
/// it, written the same way. Each is told once, by one of the nodes: whoever moves the mark.
/// </summary>
public sealed class TellHooks(Db db)
{
    private const int StepSize = 200;

    /// <summary>Lets all that is new wait.</summary>
    public async Task Run(CancellationToken ct)
    {
        while (await db.Read(Untold, ct) is { IsEmpty: false } step)
            if (!await db.Write(tx => Tell(tx, step), ct)) return;
    }

    private static async Task<Step> Untold(Sql sql)
    {
        var mark = await HookEventStore.Mark(sql);
        var entries = await AuditLog.Page(sql, mark.ToldThrough, DateTimeOffset.UnixEpoch, StepSize);

        // A message tells of something that stands in the log before it: while there is more of that, messages wait.
        return new(mark, entries, entries.Count < StepSize ? await MessageNewsStore.List(sql, StepSize) : []);
    }

    private static async Task<bool> Tell(Tx tx, Step step)
    {
        var through = step.Entries.Count == 0 ? step.Mark.ToldThrough : step.Entries[^1].Entry!.Value;
        if (!await HookEventStore.TryMove(tx, step.Mark, through)) return false;

        var hooks = await HookStore.List(tx);
        foreach (var (told, at, entry) in step.InOrder()) await Tell(tx, hooks, told, at, entry);
        foreach (var news in step.News) await MessageNewsStore.Forget(tx, news.Id);
        return true;
    }

    private static async Task Tell(Tx tx, IReadOnlyList<Hook> hooks, HookEvent told, DateTimeOffset at, long? entry)
    {
        var those = hooks.Where(hook => HookEvents.IsFor(hook, told.Type) && (entry is null || entry > hook.FromEntry)).ToList();
        if (those.Count == 0) return;

        var row = await HookEventStore.Add(tx, told, at);
        foreach (var hook in those) await HookDeliveryStore.Add(tx, hook.Id, row, told.Account);
    }

    /// <summary>What is told at once.</summary>
    private sealed record Step(HookMark Mark, IReadOnlyList<StoredAuditEntry> Entries, IReadOnlyList<StoredMessageNews> News)
    {
        public bool IsEmpty => Entries.Count == 0 && News.Count == 0;

        // The entries in the order of the log; a message before the first of them that is later than it.
        public IEnumerable<(HookEvent Told, DateTimeOffset At, long? Entry)> InOrder()
        {
            var next = 0;
            foreach (var entry in Entries)
            {
                while (next < News.Count && News[next].CreatedAt < entry.CreatedAt) yield return Of(News[next++]);
                if (HookPayload.Of(entry) is { } told) yield return (told, Stored.Instant(entry.CreatedAt), entry.Entry);
            }

            while (next < News.Count) yield return Of(News[next++]);
        }

        private static (HookEvent Told, DateTimeOffset At, long? Entry) Of(StoredMessageNews news) =>
            (HookPayload.Of(news), Stored.Instant(news.CreatedAt), null);
    }
}
