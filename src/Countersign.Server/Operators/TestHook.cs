using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Sends <c>hook.test</c> to a webhook, also to one that nothing else is sent to any more. It is tried once.</summary>
public sealed class TestHook(HookDesk desk, HookBell bell, HookBook book, HookSender sender)
{
    /// <summary>An admin does it; a server sends it.</summary>
    public Task<Refused?> Run(Caller caller, Proof proof, HookId id, CancellationToken ct) => desk.Run(
        caller, proof, id, new(AuditEvent.HookTested, async (tx, hook) =>
        {
            await Add(tx, hook, claimedUntil: null);
            tx.AfterCommit(bell.Ring);
            return true;
        }), ct);

    /// <summary>Somebody does it at the shell, which sends it and says how it went.</summary>
    /// <returns>Null when there is no such webhook.</returns>
    public async Task<HookOutcome?> Run(string user, HookId id, CancellationToken ct)
    {
        HookDelivery? made = null;
        var act = new HookAct(AuditEvent.HookTested, async (tx, hook) =>
        {
            made = await Add(tx, hook, tx.Now + HookBook.ClaimTime);
            return true;
        });
        if (await desk.Run(user, "hook test", id, act, ct) is not { } hook) return null;

        var outcome = await sender.Send(hook, made!, ct);
        await book.Settle(made!, outcome);
        return outcome;
    }

    private static async Task<HookDelivery> Add(Tx tx, Hook hook, DateTimeOffset? claimedUntil)
    {
        var told = HookPayload.Test(hook.Id, tx.Now);
        var row = await HookDeliveryStore.Add(tx, hook.Id, await HookEventStore.Add(tx, told, tx.Now), account: null, claimedUntil);
        return new(row, hook.Id, told.Id, told.Type, told.Body, 1, tx.Now);
    }
}
