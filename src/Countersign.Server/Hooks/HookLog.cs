using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>The facts that webhooks write down: numbers and reasons in our own words, and never what was answered.</summary>
internal static partial class HookLog
{
    /// <summary>How an attempt ended.</summary>
    public static void Settled(ILogger log, HookDelivery delivery, HookState state, HookOutcome outcome)
    {
        switch (state)
        {
            case HookState.Taken:
                Taken(log, delivery.EventId, delivery.Type, delivery.Hook.Value, delivery.Attempts);
                break;
            case HookState.Waiting:
                Retrying(log, delivery.EventId, delivery.Type, delivery.Hook.Value, delivery.Attempts, outcome.Error);
                break;
            case HookState.GivenUp:
                GivenUp(log, delivery.EventId, delivery.Type, delivery.Hook.Value, delivery.Attempts, outcome.Error);
                break;
        }
    }

    [LoggerMessage(
        1503, LogLevel.Error,
        "Webhook {Hook} ({Host}) took nothing for three days, or wants nothing more ({Why}): nothing is sent to it any more. Mend it, try " +
            "it with `hook test {Hook}`, then `hook enable {Hook}`: what waits is sent then.", EventName = "hook_disabled")]
    public static partial void Disabled(ILogger log, long hook, string host, string why);

    [LoggerMessage(1504, LogLevel.Error, "Webhooks cannot use the database; what they are to be told waits.")]
    public static partial void TableUnavailable(ILogger log, Exception broken);

    [LoggerMessage(1500, LogLevel.Debug, "Webhook {Hook} took {Event} ({Type}), attempt {Attempt}.", EventName = "hook_taken")]
    private static partial void Taken(ILogger log, string @event, string type, long hook, int attempt);

    [LoggerMessage(
        1501, LogLevel.Warning, "Webhook {Hook} did not take {Event} ({Type}), attempt {Attempt}: {Why}. It is tried again.",
        EventName = "hook_retried")]
    private static partial void Retrying(ILogger log, string @event, string type, long hook, int attempt, string? why);

    [LoggerMessage(
        1502, LogLevel.Warning,
        "Webhook {Hook} did not take {Event} ({Type}), attempt {Attempt}: {Why}. It is given up; `hook replay` sends it once more.",
        EventName = "hook_given_up")]
    private static partial void GivenUp(ILogger log, string @event, string type, long hook, int attempt, string? why);
}
