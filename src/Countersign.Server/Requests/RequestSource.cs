using Countersign.Server.Vocabulary;

namespace Countersign.Server.Requests;

/// <summary>Where a request came from, as the audit log and the limits want it.</summary>
public static class RequestSource
{
    private const int LongestUserAgent = 200;

    // The address that was asked for may hold a secret, and leads nowhere.
    private const string NoRoute = "(no such address)";

    /// <summary>The source of this request; the client's address is the one that the middleware of client addresses found.</summary>
    public static Source Source(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? System.Net.IPAddress.None;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;
        var userAgent = Shown(context.Request.Headers.UserAgent.ToString());
        return new(address.ToString(), AddressBucket.Of(address), userAgent, $"{context.Request.Method} {route}")
        {
            Around = AddressBucket.Around(address),
            ToldBy = context.Features.Get<Teller>(),
        };
    }

    // Whatever a client says it is ends up in lists and mails: short, and without control characters.
    internal static string Shown(string userAgent) =>
        userAgent.Length <= LongestUserAgent && userAgent.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
        ? userAgent
        : new([.. userAgent.Where(letter => letter is >= ' ' and <= '~').Take(LongestUserAgent)]);
}
