using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Countersign.Server.Settings;

namespace Countersign.Server.Hooks;

/// <summary>We do not go there.</summary>
public sealed class HookPlaceException(string why) : IOException(why);

/// <summary>
/// Where webhooks may go, decided at the connection and about the very address that is connected to: what a name means may change between
/// any earlier look and then. Neither redirects nor a proxy lead elsewhere.
/// </summary>
/// <param name="resolve">Asks what a name means; null: the machine's own way.</param>
public sealed class HookReach(HookPlaces places, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Why nothing is sent to such an address, whatever its name means; null: that decides.</summary>
    public string? Refuse(Uri url)
    {
        if (WrongForm(url) is { } wrong) return wrong;
        if (IPAddress.TryParse(url.IdnHost, out var address) && Refuse(url.Scheme, url.IdnHost, address) is { } why) return why;

        return url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !places.PlainAllowed
            ? "Off this machine it must be https://, or COUNTERSIGN_ALLOW_PLAIN must have hooks in it"
            : null;
    }

    /// <summary>What in an address can be no address of a webhook anywhere; null: nothing.</summary>
    public static string? WrongForm(Uri url) =>
        !url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) ? "It must be an https:// address"
        : url.UserInfo.Length > 0 || url.Fragment.Length > 0 ? "It must not have a user, a password or a fragment (#)"
        : null;

    /// <summary>Connects to the host, at an address where we may.</summary>
    /// <exception cref="HookPlaceException">There is none.</exception>
    public async Task<Stream> Connect(string scheme, DnsEndPoint to, CancellationToken ct)
    {
        var all = await resolve(to.Host, ct);
        var allowed = all.Where(address => Refuse(scheme, to.Host, address) is null).ToArray();
        if (allowed.Length == 0 && all.Length > 0) throw new HookPlaceException(Refuse(scheme, to.Host, all[0])!);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects as for an event, TLS included, and sends nothing.</summary>
    public async Task Try(Uri url, CancellationToken ct)
    {
        await using var stream = await Connect(url.Scheme, new(url.IdnHost.Trim('[', ']'), url.Port), ct);
        if (url.Scheme != Uri.UriSchemeHttps) return;

        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, ct);
    }

    private string? Refuse(string scheme, string host, IPAddress address)
    {
        if (!HookAddresses.IsPublic(address) && !places.Hosts.Contains(host))
            return $"{host} is an address of this machine or of a private network. COUNTERSIGN_HOOK_HOSTS allows it by its name";

        return scheme == Uri.UriSchemeHttp && !HookAddresses.IsLoopback(address) && !places.PlainAllowed
            ? "Off this machine it must be https://, or COUNTERSIGN_ALLOW_PLAIN must have hooks in it"
            : null;
    }
}
