using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>A webhook that was added, with what is shown once.</summary>
public sealed record AddedHook(HookId Id, string Events, HookSecret Secret);

/// <summary>Adds a webhook, which is told what happens from now on.</summary>
public sealed class AddHook(Ground ground, HookDesk desk, HookSecrets secrets)
{
    /// <returns>Null when there are as many as there may be.</returns>
    public Task<AddedHook?> Run(string user, Uri url, string events, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        await tx.OneByOne("hooks");
        if (await HookStore.Count(tx) >= HookRules.Most) return null;

        var id = await HookStore.Add(tx, url, events);
        var secret = await secrets.Renew(tx, id);
        await desk.Note(tx, user, "hook add", (await HookStore.Find(tx, id))!, AuditEvent.HookAdded);
        return new AddedHook(id, events, secret);
    }, ct);
}
