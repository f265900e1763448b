using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Server.Delivery;

/// <summary>
/// <c>GET /dev/inbox</c>: a page for browsers, JSON for everything else (and for <c>?format=json</c>). <c>to</c> picks one
/// address or number, <c>after</c> messages newer than an id, <c>wait</c> waits up to that many seconds (at most 30) for one.
/// </summary>
public static class DevInboxRoutes
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Only for a server in development: whoever reaches this route reads everybody's codes.</summary>
    public static void MapDevInbox(this IEndpointRouteBuilder app) => app.MapGet("/dev/inbox", Show);

    private static async Task<IResult> Show(
        DevInbox inbox, HttpContext http, string? to, string? format, long after = 0, double wait = 0)
    {
        var messages = await inbox.Wait(Address(to), after, Patience(wait), http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return WantsPage(http.Request, format) ? Page(http.Response, messages) : Results.Json(new { messages }, Json);
    }

    // In a query string an unescaped plus is a space, and every number begins with one.
    private static string? Address(string? to) => string.IsNullOrWhiteSpace(to) ? null
        : to[0] == ' ' ? $"+{to[1..]}"
        : to;

    private static TimeSpan Patience(double seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds)) : TimeSpan.Zero;

    private static bool WantsPage(HttpRequest request, string? format) =>
        format is not "json" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IResult Page(HttpResponse response, IReadOnlyList<DevInboxMessage> messages)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Results.Content(DevInboxPage.Of(messages, nonce), "text/html; charset=utf-8");
    }
}
