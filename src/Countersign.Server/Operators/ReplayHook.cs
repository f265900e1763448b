using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Sends to a webhook once more what it was told, or could not be: under the same names, so that it knows what it has.</summary>
public sealed class ReplayHook(HookDesk desk, HookBell bell)
{
    private const string Command = "hook replay";

    /// <summary>An admin sends one event.</summary>
    public Task<Refused?> Run(Caller caller, Proof proof, HookId id, long delivery, CancellationToken ct) =>
        desk.Run(caller, proof, id, One(delivery), ct);

    /// <summary>Somebody at the shell sends one event.</summary>
    public Task<Hook?> Run(string user, HookId id, long delivery, CancellationToken ct) => desk.Run(user, Command, id, One(delivery), ct);

    /// <summary>Somebody at the shell sends all since then.</summary>
    /// <returns>How many; null when there is no such webhook.</returns>
    public async Task<int?> Run(string user, HookId id, DateTimeOffset since, bool onlyGivenUp, CancellationToken ct)
    {
        var count = 0;
        var act = new HookAct(AuditEvent.HookReplayed, async (tx, hook) =>
        {
            count = await HookRecordStore.Replay(tx, hook.Id, since, onlyGivenUp);
            tx.AfterCommit(bell.Ring);
            return true;
        });
        return await desk.Run(user, Command, id, act, ct) is null ? null : count;
    }

    private HookAct One(long delivery) => new(AuditEvent.HookReplayed, (tx, hook) =>
    {
        tx.AfterCommit(bell.Ring);
        return HookRecordStore.TryReplay(tx, hook.Id, delivery);
    })
    {
        IsPossible = (tx, hook) => HookRecordStore.IsDone(tx, hook.Id, delivery),
    };
}
