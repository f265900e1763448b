using Countersign.Server.SignIn;

namespace Countersign.Server.Apps;

/// <summary>A request that <see cref="AppsGate"/> has let through.</summary>
/// <param name="OutsideId">What the application calls the person.</param>
/// <param name="ForPerson">The application as the caller for that person; null on routes that are about none.</param>
public sealed record AppsCall(AppCaller App, string OutsideId, Caller? ForPerson)
{
    /// <summary>The application as the caller for its person.</summary>
    public Caller Caller => ForPerson ?? throw new InvalidOperationException("This route is about no person.");

    /// <summary>Hands the call to the route's handler.</summary>
    public static ValueTask<AppsCall> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<AppsCall>() ?? throw new InvalidOperationException("This route names no access."));
}
