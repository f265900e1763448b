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

    private static readonly Counter<long> Reported = Meter.CreateCounter<long>(
        "countersign.message.reports", "{report}", "What gateways reported of text messages, by gateway and by state.");

    private static readonly Counter<long> Seconds = Meter.CreateCounter<long>(
        "countersign.message.second.routes", "{message}",
        "Text messages that went to another gateway after one that told nothing of them.");

    private static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "countersign.message.calls", "{call}", "Calls that gateways were asked for to read a code out, by gateway and by result.");

    /// <summary>Adds to the count; none adds nothing.</summary>
    public static void Count(Channel channel, OutboxState state, int messages)
    {
        if (messages == 0) return;
        Messages.Add(messages, new("channel", Words.Of(channel)), new("result", ResultOf(state)));
    }

    /// <summary>Adds what a gateway reported of a message.</summary>
    public static void CountReport(int gateway, ReportedState state) =>
        Reported.Add(1, new("gateway", gateway), new("state", Words.Of(state)));

    /// <summary>Adds a message that went to another gateway, since the first one told nothing of it.</summary>
    public static void CountSecond(SendOutcome outcome) =>
        Seconds.Add(1, new("gateway", outcome.Gateway ?? 0), new("result", outcome.Result is SendResult.Accepted ? "sent" : "failed"));

    /// <summary>Adds a call that a gateway was asked for.</summary>
    public static void CountCall(int gateway, SendOutcome outcome) =>
        Calls.Add(1, new("gateway", gateway), new("result", outcome.Result is SendResult.Accepted ? "sent" : "failed"));

    /// <summary>The word for what became of an attempt.</summary>
    public static string ResultOf(OutboxState state) => state is OutboxState.Waiting ? "retried" : Words.Of(state);
}
