using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>
/// Tells webhooks what happened, for as long as the server runs. Each has a few attempts at once of its own, so one that is slow delays
/// no other.
/// </summary>
public sealed class HookWorker(Db db, TellHooks tell, HookBook book, HookSender sender, HookBell bell, ILogger<HookWorker> log)
    : BackgroundService
{
    private const int Parallel = 8;

    private readonly List<(HookId Hook, Task Task)> underWay = [];

    // Acknowledged, but the mark in the table could not be written yet.
    private readonly ConcurrentDictionary<long, HookOutcome> unmarked = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rung = bell.Rung(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (rung.IsCompleted) rung = bell.Rung(stoppingToken);
            await Guarded(() => Look(stoppingToken));
            underWay.RemoveAll(each => each.Task.IsCompleted);
            await Task.WhenAny([rung, .. underWay.Select(each => each.Task)]);
        }

        await Task.WhenAll(underWay.Select(each => each.Task));
    }

    private async Task Look(CancellationToken ct)
    {
        if (await db.Ask(HookStore.Count, ct) == 0) return;

        await tell.Run(ct);
        foreach (var hook in await db.Ask(HookStore.List, ct))
        {
            if (hook.DisabledAt is not null) continue;

            var room = Parallel - underWay.Count(each => each.Hook == hook.Id && !each.Task.IsCompleted);
            if (room == 0) continue;
            foreach (var delivery in await book.Take(hook.Id, room)) underWay.Add((hook.Id, Carry(hook, delivery)));
        }
    }

    private async Task Carry(Hook hook, HookDelivery delivery)
    {
        if (!unmarked.TryGetValue(delivery.Id, out var outcome)) outcome = await Offer(hook, delivery);
        if (outcome.IsTaken) unmarked[delivery.Id] = outcome;

        await Guarded(async () =>
        {
            await book.Settle(delivery, outcome);
            unmarked.TryRemove(delivery.Id, out _);
        });
    }

    private async Task<HookOutcome> Offer(Hook hook, HookDelivery delivery)
    {
        try
        {
            return await sender.Send(hook, delivery, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever breaks, it is tried again; the other side knows the event by its name.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            return new(null, $"sending broke with {broken.GetType().Name}");
        }
    }

    private async Task Guarded(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (StoreUnavailableException)
        {
            // The state of the database is told once, for all who meet it.
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
#pragma warning disable CA1031 // Whatever ails the database, the worker must live to see it well again.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            HookLog.TableUnavailable(log, broken);
        }
    }
}
