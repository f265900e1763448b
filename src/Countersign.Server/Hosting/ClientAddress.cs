using System.Collections.Immutable;
using System.Net;
using Countersign.Server.Requests;

namespace Countersign.Server.Hosting;

/// <summary>
/// Who is calling, through proxies. A forwarding header counts only if a configured proxy sent it, and only as far as
/// configured proxies wrote it: what a client puts into it itself stands further left and is never reached.
/// </summary>
public static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedProto = "X-Forwarded-Proto";

    /// <summary>From here on the connection's remote address is the client's, and the scheme is the one the client used.</summary>
    public static IApplicationBuilder UseClientAddress(this IApplicationBuilder app, ImmutableArray<IPNetwork> trusted) =>
        app.Use((context, next) =>
        {
            var peer = AddressBucket.Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
            context.Connection.RemoteIpAddress = peer;
            if (!IsTrusted(peer, trusted)) return next(context);

            context.MarkTrusted();
            context.Connection.RemoteIpAddress = Resolve(peer, context.Request.Headers[ForwardedFor], trusted);

            // The proxy next to us says what it was called by; what stands further left may be anybody's.
            if (Entries(context.Request.Headers[ForwardedProto]).LastOrDefault() is { } scheme)
                context.Request.Scheme = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https" : "http";

            return next(context);
        });

    /// <summary>The rightmost hop that is no configured proxy; the last one that can be read where a hop cannot.</summary>
    public static IPAddress Resolve(IPAddress peer, IEnumerable<string?> forwardedFor, ImmutableArray<IPNetwork> trusted)
    {
        var client = peer;
        foreach (var header in forwardedFor.Reverse())
        {
            var rest = header.AsSpan();
            while (rest.Length > 0)
            {
                var comma = rest.LastIndexOf(',');
                var entry = rest[(comma + 1)..].Trim();
                rest = rest[..Math.Max(comma, 0)];
                if (entry.Length == 0) continue;
                if (!IsTrusted(client, trusted) || ReadHop(entry) is not { } hop) return client;
                client = hop;
            }
        }

        return client;
    }

    private static IEnumerable<string> Entries(IEnumerable<string?> headers) =>
        headers.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsTrusted(IPAddress address, ImmutableArray<IPNetwork> trusted) =>
        trusted.Any(network => network.Contains(address));

    // Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711, or quotation marks.
    private static IPAddress? ReadHop(ReadOnlySpan<char> entry)
    {
        var text = entry.Trim('"');
        if (IPAddress.TryParse(text, out var address)) return AddressBucket.Plain(address);
        return IPEndPoint.TryParse(text, out var endPoint) ? AddressBucket.Plain(endPoint.Address) : null;
    }
}
