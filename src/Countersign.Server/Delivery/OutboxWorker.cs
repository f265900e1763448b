using Countersign.Server.Delivery.Gateways;

namespace Countersign.Server.Delivery;

/// <summary>Carries out what the outbox holds, one lane per channel, for as long as the server runs.</summary>
public sealed class OutboxWorker(
    IEnumerable<IMessageSender> senders, OutboxBook book, SecondRoutes routes, MessageSeal seal, OutboxSignal signal,
    ILogger<OutboxWorker> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(senders.Select(
            sender => new OutboxLane(sender, book, RoutesOf(sender), seal, signal, log).Run(sender.Parallel, stoppingToken)));

    // Mail goes one way.
    private SecondRoutes? RoutesOf(IMessageSender sender) => sender is RoutedSmsSender { HasSecond: true } ? routes : null;
}
