using System.Net.Mime;

namespace Countersign.Server.Hosting;

/// <summary>
/// <c>/healthz</c>: the process lives; <c>/readyz</c>: it can do its work. Strangers may ask, so neither says more than that
/// it is stopping, the names of what does not pass and of settings that keep it from serving, or that the audit log waits; the rest stands
/// in the log.
/// </summary>
public static class Health
{
    /// <summary>Where a server is asked whether it lives.</summary>
    internal const string Live = "/healthz";

    /// <summary>What it answers there.</summary>
    internal const string Alive = "alive\n";

    /// <summary>Where a server is asked whether it can do its work.</summary>
    internal const string Ready = "/readyz";

    /// <summary>How the answer there begins that it can.</summary>
    internal const string IsReady = "ready";

    /// <summary>How the answer there begins that it cannot.</summary>
    internal const string IsNotReady = "not ready";

    /// <summary>Adds the two routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app, Readiness readiness, NodeState state) =>
        app.MapHealth(readiness.Lacks, state);

    /// <summary>Adds the two routes to a server whose state is all that counts.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app, NodeState state) => app.MapHealth(_ => Task.FromResult(""), state);

    private static void MapHealth(this IEndpointRouteBuilder app, Func<CancellationToken, Task<string>> lacks, NodeState state)
    {
        app.MapGet(Live, () => Results.Text(Alive, MediaTypeNames.Text.Plain));
        app.MapGet(Ready, async (CancellationToken ct) =>
            state.Reason is { } reason ? NotReady($": {reason}")
            : await lacks(ct) is { Length: > 0 } lacking ? NotReady($": {lacking} (the log says more)")
            : Results.Text(state.Warning is { } warning ? $"{IsReady}, but {warning}\n" : $"{IsReady}\n", MediaTypeNames.Text.Plain));
    }

    private static IResult NotReady(string reason) =>
        Results.Text($"{IsNotReady}{reason}\n", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>Whether this request is a probe, which comes from the machinery around us and may come over plain http.</summary>
    internal static bool IsAskedBy(HttpRequest request) => request.Path.Value is Live or Ready;
}
