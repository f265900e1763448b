using System.Text.Json;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>A webhook as the audit log names it: its path may hold a secret of the other side.</summary>
public static class HookArgs
{
    /// <summary>The arguments of an entry.</summary>
    public static string Of(Hook hook) => JsonSerializer.Serialize(new { hook = hook.Id.Value, host = hook.Url.IdnHost });
}
