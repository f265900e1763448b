using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// The facts delivery writes down: ids, channels and reasons in our own words. Never a text, and nothing of where it went:
/// <c>/operate/messages</c> shows that to those who may see it.
/// </summary>
internal static partial class DeliveryLog
{
    /// <summary>How an attempt ended.</summary>
    public static void Settled(ILogger log, OutboxRow row, Settlement settlement)
    {
        var (message, channel, kind, result) = (
            row.MessageId, Words.Of(row.Channel), Words.Of(row.Kind), DeliveryMetrics.ResultOf(settlement.State));
        switch (settlement.State)
        {
            case OutboxState.Sent:
                Sent(log, message, kind, channel, row.Account?.Value, row.Attempts, result);
                break;
            case OutboxState.Waiting:
                Retrying(log, message, kind, channel, row.Account?.Value, row.Attempts, result, settlement.Reason, settlement.NextAttempt);
                break;
            case OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired or OutboxState.Dropped:
                GivenUp(log, message, kind, channel, row.Account?.Value, row.Attempts, result, settlement.Reason);
                break;
        }
    }

    /// <summary>What was given up without an attempt: its challenge is over, or its time.</summary>
    public static void NotTried(ILogger log, Channel channel, OutboxState end, MessageId message) =>
        NotSent(log, message, Words.Of(channel), DeliveryMetrics.ResultOf(end));

    [LoggerMessage(1401, LogLevel.Error, "The outbox cannot use the database; messages of {Channel} wait.")]
    public static partial void TableUnavailable(ILogger log, Channel channel, Exception broken);

    /// <summary>News without a text message to a number: its country is not served, or it had enough. The mail went out.</summary>
    [LoggerMessage(
        1408, LogLevel.Warning, "No text message to a number of account {Account} tells of {Kind}; the mail does.",
        EventName = "notice_not_texted")]
    public static partial void NotTexted(ILogger log, long account, string kind);

    /// <summary>How the attempt by another gateway went, after one that told nothing of the message.</summary>
    public static void SecondRoute(ILogger log, OutboxRow row, SendOutcome outcome) => SentAgain(
        log, row.MessageId, Words.Of(row.Kind), row.Account?.Value, outcome.Gateway?.ToString(CultureInfo.InvariantCulture) ?? "none",
        outcome.Result is SendResult.Accepted ? "sent" : outcome.Reason);

    [LoggerMessage(
        1409, LogLevel.Warning, "Nothing was heard of {Message} ({Kind}) to account {Account}; by gateway {Gateway}: {Result}.",
        EventName = "message_second_route")]
    private static partial void SentAgain(ILogger log, MessageId message, string kind, long? account, string gateway, string result);

    [LoggerMessage(1405, LogLevel.Warning, "{Warning}.")]
    public static partial void LongTexts(ILogger log, string warning);

    [LoggerMessage(
        1402, LogLevel.Information,
        "Sent {Message} ({Kind}) by {Channel} to account {Account}, attempt {Attempt}: {Result}.", EventName = "message_sent")]
    private static partial void Sent(
        ILogger log, MessageId message, string kind, string channel, long? account, int attempt, string result);

    [LoggerMessage(
        1403, LogLevel.Warning,
        "Not sent yet: {Message} ({Kind}) by {Channel} to account {Account}, attempt {Attempt}: {Result}, {Reason}. Next attempt at {Next:u}.",
        EventName = "message_retried")]
    private static partial void Retrying(
        ILogger log, MessageId message, string kind, string channel, long? account, int attempt, string result, string? reason,
        DateTimeOffset? next);

    [LoggerMessage(
        1404, LogLevel.Error,
        "Gave up {Message} ({Kind}) by {Channel} to account {Account} after attempt {Attempt}: {Result}, {Reason}.",
        EventName = "message_given_up")]
    private static partial void GivenUp(
        ILogger log, MessageId message, string kind, string channel, long? account, int attempt, string result, string? reason);

    [LoggerMessage(1406, LogLevel.Information, "Not sent: {Message} by {Channel}: {Result}.", EventName = "message_not_sent")]
    private static partial void NotSent(ILogger log, MessageId message, string channel, string result);

    /// <summary>A mail came back from the address of an account.</summary>
    [LoggerMessage(1410, LogLevel.Information, "A mail to account {Account} came back; its owner is told at the next sign-in.")]
    public static partial void Bounced(ILogger log, long account);
}
