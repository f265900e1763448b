using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Hooks;

/// <summary>The workers' side of the table: take what is due, write down how it went.</summary>
public sealed class HookBook(Db db, AuditLog audit, ILogger<HookBook> log)
{
    private const int Chances = 1 << 16;
    private const int Gone = 410;

    /// <summary>How long a worker owns what it took: longer than an attempt can last.</summary>
    public static TimeSpan ClaimTime { get; } = TimeSpan.FromSeconds(45);

    private static readonly Source Here = new("local", "local", "", "webhooks");

    /// <summary>Takes what is due for a webhook.</summary>
    public Task<IReadOnlyList<HookDelivery>> Take(HookId hook, int most) =>
        db.Write(tx => HookDeliveryStore.Claim(tx, hook, most, tx.Now + ClaimTime), CancellationToken.None);

    /// <summary>Writes down how an attempt went; answers what becomes of the event.</summary>
    public async Task<HookState> Settle(HookDelivery delivery, HookOutcome outcome)
    {
        var chance = RandomNumberGenerator.GetInt32(Chances) / (double)Chances;
        var pause = outcome.Status is Gone || IsTest(delivery) ? null : HookRules.Pause(delivery.Attempts, chance);
        var state = outcome.IsTaken ? HookState.Taken : pause is null ? HookState.GivenUp : HookState.Waiting;
        await db.Write(tx => Write(tx, delivery, outcome, pause), CancellationToken.None);
        HookMetrics.Count(state);
        HookLog.Settled(log, delivery, state, outcome);
        return state;
    }

    private async Task Write(Tx tx, HookDelivery delivery, HookOutcome outcome, TimeSpan? pause)
    {
        if (outcome.IsTaken)
        {
            await HookDeliveryStore.TryMarkTaken(tx, delivery, outcome);
            await HookStore.NoteTaken(tx, delivery.Hook);
            return;
        }

        if (!IsTest(delivery)) await HookStore.NoteFailed(tx, delivery.Hook);
        if (pause is { } wait) await HookDeliveryStore.TryPutBack(tx, delivery, outcome, tx.Now + wait);
        else if (await HookDeliveryStore.TryGiveUp(tx, delivery, outcome)) await DisableWhereDead(tx, delivery, outcome);
    }

    // An operator sees at once how it went, and tries again.
    private static bool IsTest(HookDelivery delivery) => delivery.Type == HookEvents.Test;

    // One event that it cannot take is given up, and others go on; nothing at all in three days is another thing.
    private async Task DisableWhereDead(Tx tx, HookDelivery delivery, HookOutcome outcome)
    {
        if (IsTest(delivery) || await HookStore.Find(tx, delivery.Hook) is not { DisabledAt: null } hook) return;
        if (outcome.Status is not Gone && hook.TakenAt is { } taken && taken >= delivery.CreatedAt && Believed.HasBeen(taken, tx.Now))
            return;
        if (!await HookStore.TryDisable(tx, hook.Id, outcome.Error!)) return;

        await audit.Append(tx, new(AuditEvent.HookDisabled, Here, Account: null) { Args = HookArgs.Of(hook) });
        tx.TellAfterCommit(() => HookLog.Disabled(log, hook.Id.Value, hook.Url.IdnHost, outcome.Error!));
    }
}
