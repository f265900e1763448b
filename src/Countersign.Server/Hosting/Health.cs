using System.Net.Mime;

namespace Countersign.Server.Hosting;

/// <summary>
/// <c>/healthz</c>: the process lives; <c>/readyz</c>: it can do its work. Strangers may ask, so neither says more; what is
/// wrong stands in the log.
/// </summary>
public static class Health
{
    private const string Live = "/healthz";
    private const string Ready = "/readyz";

    /// <summary>Adds the two routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app, Readiness readiness)
    {
        app.MapGet(Live, () => Results.Text("alive\n", MediaTypeNames.Text.Plain));
        app.MapGet(Ready, async (CancellationToken ct) => await readiness.IsReady(ct)
            ? Results.Text("ready\n", MediaTypeNames.Text.Plain)
            : Results.Text("not ready\n", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>Whether this request is a probe, which comes from the machinery around us and may come over plain http.</summary>
    internal static bool IsAskedBy(HttpRequest request) => request.Path.Value is Live or Ready;
}
