using System.Diagnostics.Metrics;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>Measures twice a minute what waits in the database, where anybody wants to know; so no scrape asks it anything.</summary>
public sealed class BacklogWatch(Db db)
{
    private static readonly Meter Meter = new("Countersign");

    private static readonly Gauge<long> Messages = Meter.CreateGauge<long>(
        "countersign.outbox.waiting", "{message}", "Messages by channel that are to be sent now or were tried and wait for the next attempt.");

    private static readonly Gauge<double> Age = Meter.CreateGauge<double>(
        "countersign.outbox.age", "s", "How long the oldest of them waits, by channel; 0: none does.");

    private static readonly Gauge<long> TurnedAway = Meter.CreateGauge<long>(
        "countersign.turned_away.waiting", "{try}", "Tries that a brake turned away and that wait to be told of in the audit log.");

    private static readonly Gauge<long> Hooks = Meter.CreateGauge<long>(
        "countersign.hooks.waiting", "{delivery}", "Events that are to be sent to webhooks now, or were tried and wait for the next attempt.");

    private static readonly Gauge<double> HookAge = Meter.CreateGauge<double>(
        "countersign.hooks.age", "s", "How long the oldest of them waits; 0: none does.");

    private static readonly Gauge<long> HooksDisabled = Meter.CreateGauge<long>(
        "countersign.hooks.disabled", "{hook}", "Webhooks that failed for so long that nothing is sent to them any more.");

    /// <summary>Measures.</summary>
    public async Task Look(CancellationToken ct)
    {
        if (!Messages.Enabled) return;

        var waiting = await db.Read(Backlog.Of, ct);
        foreach (var (channel, count, age) in waiting.Messages)
        {
            var tag = new KeyValuePair<string, object?>("channel", Words.Of(channel));
            Messages.Record(count, tag);
            Age.Record(Math.Max(0, age.TotalSeconds), tag);
        }

        TurnedAway.Record(waiting.TurnedAway);
        var (events, since) = await db.Read(HookRecordStore.Waiting, ct);
        Hooks.Record(events);
        HookAge.Record(since is { } then ? Math.Max(0, (db.Now() - then).TotalSeconds) : 0);
        HooksDisabled.Record((await db.Read(HookStore.List, ct)).Count(hook => hook.DisabledAt is not null));
    }
}
