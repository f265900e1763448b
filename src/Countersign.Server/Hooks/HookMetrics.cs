using System.Diagnostics.Metrics;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>How many events were <c>taken</c>, <c>retried</c> or <c>given_up</c> (tag <c>result</c>).</summary>
internal static class HookMetrics
{
    private static readonly Meter Meter = new("Countersign");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "countersign.hooks.deliveries", "{delivery}", "Events offered to webhooks, by what became of them; retried counts attempts.");

    /// <summary>Adds one.</summary>
    public static void Count(HookState state) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("result", state is HookState.Waiting ? "retried" : Words.Of(state)));
}
