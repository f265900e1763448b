using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// Carries the messages of one channel, a few at once. Each channel has its own lane, so slow mail never delays a text message.
/// </summary>
internal sealed class OutboxLane(
    IMessageSender sender, OutboxBook book, SecondRoutes? routes, MessageSeal seal, OutboxSignal signal, ILogger log)
{
    // Handed over and acknowledged, but the mark in the table could not be written yet.
    private readonly ConcurrentDictionary<long, SendOutcome> unmarked = new();

    /// <summary>Runs until told to stop, then finishes the attempts under way; each ends within its sender's own time.</summary>
    public async Task Run(int parallel, CancellationToken stopping)
    {
        var underWay = new List<Task>(parallel);
        while (!stopping.IsCancellationRequested)
        {
            underWay.RemoveAll(attempt => attempt.IsCompleted);
            var taken = await Take(parallel - underWay.Count);
            underWay.AddRange(taken.Select(Carry));
            underWay.AddRange((await TakeAgain(parallel - underWay.Count)).Select(CarryAgain));

            var rest = underWay.Count < parallel ? signal.Woken(sender.Channel, stopping) : Task.WhenAny(underWay);
            await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(underWay);
    }

    private Task<IReadOnlyList<OutboxRow>> Take(int most) => Taken(() => book.Take(sender.Channel, most));

    private async Task<IReadOnlyList<OutboxRow>> TakeAgain(int most) =>
        routes is null || most == 0 ? [] : await Taken(() => routes.Take(
            most, row => sender is Gateways.RoutedSmsSender ways && seal.TryOpen(row, out var message)
                ? ways.Choose(row.Addressed(message))
                : NextChoice.Go));

    private async Task<IReadOnlyList<OutboxRow>> Taken(Func<Task<IReadOnlyList<OutboxRow>>> take)
    {
        try
        {
            return await take();
        }
        catch (StoreUnavailableException)
        {
            // The state of the database is told once, for all who meet it.
            return [];
        }
#pragma warning disable CA1031 // Whatever ails the database, the lane must live to see it well again.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            DeliveryLog.TableUnavailable(log, sender.Channel, broken);
            return [];
        }
    }

    private async Task Carry(OutboxRow row)
    {
        using var span = Spans.Root($"send {Words.Of(row.Channel)}", ActivityKind.Producer);
        var outcome = await Offer(row);
        span?.SetTag("messaging.message.id", row.MessageId.Value).SetTag("countersign.kind", Words.Of(row.Kind))
            .SetTag("countersign.attempt", row.Attempts).SetTag("countersign.result", outcome.Result.ToString());
        if (outcome.Result is SendResult.Accepted) unmarked[row.Id] = outcome;

        await Settled(async () =>
        {
            var settlement = await book.Settle(row, outcome);
            unmarked.TryRemove(row.Id, out _);
            DeliveryLog.Settled(log, row, settlement);
        });
        signal.Tell(row.MessageId, OutboxBook.ResultOf(outcome));
    }

    // Nobody waits for it: to the person it is sent, and stays so.
    private async Task CarryAgain(OutboxRow row)
    {
        using var span = Spans.Root($"send {Words.Of(row.Channel)} again", ActivityKind.Producer);
        var outcome = await Offer(row);
        await Settled(() => routes!.Settle(row, outcome));
    }

    private async Task<SendOutcome> Offer(OutboxRow row)
    {
        if (unmarked.TryGetValue(row.Id, out var earlier)) return earlier;
        if (!seal.TryOpen(row, out var message))
        {
            // While a new key is on its way to every server, those that have it send.
            return seal.IsForOthers(row)
                ? SendOutcome.OurFaultForNow("its text is sealed under a key that this server does not hold")
                : SendOutcome.OurFaultForGood("its text cannot be opened");
        }

        try
        {
            using var span = Spans.Part("gateway", ActivityKind.Client);
            return await sender.Send(row.Addressed(message), CancellationToken.None);
        }
#pragma warning disable CA1031 // A sender that breaks has perhaps sent.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            // Only its type is written down: the text of a foreign exception may quote the message.
            return SendOutcome.Unknown($"the sender broke with {broken.GetType().Name}");
        }
    }

    private async Task Settled(Func<Task> settle)
    {
        try
        {
            await settle();
        }
        catch (StoreUnavailableException)
        {
            // It is settled once more when the claim lapses.
        }
#pragma warning disable CA1031 // The row comes back when its claim lapses; what was acknowledged is then only marked.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            DeliveryLog.TableUnavailable(log, sender.Channel, broken);
        }
    }
}
