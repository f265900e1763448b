using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.VssApi;

/// <summary>A request that <see cref="VssGate"/> has let through.</summary>
/// <param name="ByPassword">Who came with user name and password, on routes that take them.</param>
/// <param name="ByToken">Who came with a token, on routes that take one.</param>
public sealed record VssCall(PasswordCaller? ByPassword, Caller? ByToken, Source Source)
{
    /// <summary>The caller with user name and password.</summary>
    public PasswordCaller Person => ByPassword ?? throw new InvalidOperationException("This route asks for no password.");

    /// <summary>The caller with a token.</summary>
    public Caller Caller => ByToken ?? throw new InvalidOperationException("This route asks for no token.");

    /// <summary>Hands the call to the route's handler.</summary>
    public static ValueTask<VssCall> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<VssCall>() ?? throw new InvalidOperationException("This route names no access."));
}
