using System.Diagnostics;
using System.Globalization;
using Countersign.Server.Secrets;

namespace Countersign.Server.Hosting;

/// <summary>
/// A request as a trace: from the door down to its statements. It is named by the pattern of its route, since a path or a query may hold
/// what a mailed link opens; nothing of the caller is in it but the method.
/// </summary>
public static class Traces
{
    private const string Other = "_OTHER";

    // Closed, as a caller may send any word.
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch, HttpMethods.Options];

    /// <summary>Begins a trace at each request but the probes; stands before all that answers.</summary>
    public static IApplicationBuilder UseTraces(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Health.IsAskedBy(context.Request))
        {
            Activity.Current = null;
            await next(context);
            return;
        }

        var method = Methods.FirstOrDefault(known => HttpMethods.Equals(known, context.Request.Method)) ?? Other;
        using var span = Spans.Root(method, ActivityKind.Server);
        await next(context);
        if (span is { IsAllDataRequested: true }) Describe(span, method, context);
    });

    private static void Describe(Activity span, string method, HttpContext context)
    {
        var status = context.Response.StatusCode;
        span.SetTag("http.request.method", method).SetTag("http.response.status_code", status);
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.DisplayName = string.Create(CultureInfo.InvariantCulture, $"{method} {route}");
            span.SetTag("http.route", route);
        }

        if (status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
    }
}
