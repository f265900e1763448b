using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// What the workers of one database call to each other: "there is something to send", and how the first attempt of a message went, for the
/// node whose request waits for it. What is not heard is found by the clock.
/// </summary>
public sealed class OutboxCalls(Db db, OutboxSignal signal) : BackgroundService
{
    /// <summary>There may be something to send.</summary>
    internal const string Wake = "outbox";

    private const string First = "attempted";

    /// <summary>The first attempt of a message is over.</summary>
    internal static string Attempted(MessageId id, DeliveryResult result) => $"{First} {id.Value} {result}";

    /// <summary>Hears a call.</summary>
    internal void Hear(string? call)
    {
        if (call is null or Wake) signal.Wake();
        else if (call.Split(' ') is [First, var id, var result] && Enum.TryParse<DeliveryResult>(result, out var told))
            signal.Tell(new(id), told);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => db.Listen(Hear, stoppingToken);
}
