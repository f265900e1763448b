using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Server.Delivery;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Mailbox;

/// <summary>
/// The development inbox: a page for browsers, JSON for everything else (and for <c>?format=json</c>). <c>to</c> picks one
/// address or number, <c>after</c> messages newer than an id, <c>wait</c> waits up to that many seconds (at most 30) for one.
/// </summary>
public static class InboxRoutes
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static async Task<IResult> Show(
        PageCall call, DevInbox inbox, PublicAddress address, string? to, string? format, long after = 0, double wait = 0)
    {
        var chosen = Address(to);
        var messages = await inbox.Wait(chosen, after, Patience(wait), call.Http.RequestAborted);
        return WantsPage(call.Http.Request, format)
            ? call.Show<InboxPage>(new InboxView(messages, chosen, inbox.Addresses(), address.Base))
            : Results.Json(new { messages }, Json);
    }

    // In a query string an unescaped plus is a space, and every number begins with one.
    private static string? Address(string? to) => string.IsNullOrWhiteSpace(to) ? null
        : to[0] == ' ' ? $"+{to[1..]}"
        : to;

    private static TimeSpan Patience(double seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds)) : TimeSpan.Zero;

    private static bool WantsPage(HttpRequest request, string? format) =>
        format is not "json" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the inbox shows.</summary>
/// <param name="Messages">Newest first.</param>
/// <param name="To">The address or number that was picked; null for all.</param>
/// <param name="Addresses">Everybody who got something.</param>
/// <param name="Base">The address of this server: links to it can be followed, others not.</param>
public sealed record InboxView(IReadOnlyList<DevInboxMessage> Messages, string? To, IReadOnlyList<string> Addresses, Uri Base);
