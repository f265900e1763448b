using Countersign.Core;
using Countersign.Server.Hooks;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Gives a webhook a new secret. What is sent is signed by the old one, too, for a day (<see cref="HookRules.Overlap"/>).</summary>
public sealed class RotateHook(HookDesk desk, HookSecrets secrets)
{
    /// <returns>The new secret; null when there is no such webhook.</returns>
    public async Task<HookSecret?> Run(string user, HookId id, CancellationToken ct)
    {
        HookSecret? made = null;
        var act = new HookAct(AuditEvent.HookRotated, async (tx, hook) =>
        {
            made = await secrets.Renew(tx, hook.Id);
            return true;
        });
        return await desk.Run(user, "hook rotate", id, act, ct) is null ? null : made;
    }
}
