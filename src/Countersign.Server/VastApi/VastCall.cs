using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.VastApi;

/// <summary>A request that <see cref="VastGate"/> has let through.</summary>
/// <param name="SignedIn">The caller; null only where a route also takes others.</param>
/// <param name="Presented">The key as it came, to give a prolonged session's key back.</param>
public sealed record VastCall(Caller? SignedIn, string? Presented, Source Source)
{
    /// <summary>The caller, on routes that need one.</summary>
    public Caller Caller => SignedIn ?? throw new InvalidOperationException("This route lets callers in that are not signed in.");

    /// <summary>Hands the call to the route's handler.</summary>
    public static ValueTask<VastCall> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<VastCall>() ?? throw new InvalidOperationException("This route names no access."));

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Source.Route} by {SignedIn?.Credential.Word ?? "nobody"}";
}
