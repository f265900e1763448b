using System.Diagnostics.Metrics;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// How many messages were <c>sent</c>, <c>refused</c>, <c>retried</c>, <c>unknown</c>, <c>expired</c> or <c>dropped</c>
/// (tag <c>result</c>), by <c>channel</c>.
/// </summary>
internal static class DeliveryMetrics
{
    private static readonly Meter Meter = new("Countersign");
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "countersign.messages", "{message}", "Messages by channel and by what became of them; retried counts attempts.");

    /// <summary>Adds to the count; none adds nothing.</summary>
    public static void Count(Channel channel, OutboxState state, int messages)
    {
        if (messages == 0) return;
        Messages.Add(messages, new("channel", Words.Of(channel)), new("result", ResultOf(state)));
    }

    /// <summary>The word for what became of an attempt.</summary>
    public static string ResultOf(OutboxState state) => state is OutboxState.Waiting ? "retried" : Words.Of(state);
}
