using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>The facts delivery writes down: ids, channels and reasons in our own words. Never a text, never a whole destination.</summary>
internal static partial class DeliveryLog
{
    /// <summary>How an attempt ended.</summary>
    public static void Settled(ILogger log, OutboxRow row, Settlement settlement)
    {
        var to = Masked(row.Channel, row.Destination);
        switch (settlement.State)
        {
            case OutboxState.Sent:
                Sent(log, row.MessageId, row.Channel, row.Kind, to, row.Attempts);
                break;
            case OutboxState.Waiting:
                Retrying(log, row.MessageId, row.Channel, to, row.Attempts, settlement.Reason, settlement.NextAttempt);
                break;
            case OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired or OutboxState.Dropped:
                GivenUp(log, row.MessageId, row.Channel, to, row.Attempts, settlement.State, settlement.Reason);
                break;
        }
    }

    private static string Masked(Channel channel, string destination) => channel switch
    {
        Channel.Email => EmailAddress.TryParse(destination, out var address) ? address.Masked : "•••",
        Channel.Sms => destination.Length > 4 ? $"******{destination[^4..]}" : "•••",
    };

    [LoggerMessage(1401, LogLevel.Error, "The outbox cannot use the database; messages of {Channel} wait.")]
    public static partial void TableUnavailable(ILogger log, Channel channel, Exception broken);

    [LoggerMessage(1405, LogLevel.Warning, "{Warning}.")]
    public static partial void LongTexts(ILogger log, string warning);

    [LoggerMessage(1402, LogLevel.Information, "Sent {Message} ({Kind}) by {Channel} to {To}, attempt {Attempt}.")]
    private static partial void Sent(ILogger log, MessageId message, Channel channel, MessageKind kind, string to, int attempt);

    [LoggerMessage(
        1403, LogLevel.Warning, "Not sent yet: {Message} by {Channel} to {To}, attempt {Attempt}: {Reason}. Next attempt at {Next:u}.")]
    private static partial void Retrying(
        ILogger log, MessageId message, Channel channel, string to, int attempt, string? reason, DateTimeOffset? next);

    [LoggerMessage(1404, LogLevel.Error, "Gave up {Message} by {Channel} to {To} after attempt {Attempt} ({State}): {Reason}.")]
    private static partial void GivenUp(
        ILogger log, MessageId message, Channel channel, string to, int attempt, OutboxState state, string? reason);
}
