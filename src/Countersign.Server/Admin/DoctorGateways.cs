using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using MailKit.Net.Smtp;

namespace Countersign.Server.Admin;

/// <summary>Whether messages can leave: reaches out, and sends nothing.</summary>
public static class DoctorGateways
{
    private const string PlainAllowed =
        "COUNTERSIGN_ALLOW_PLAIN lets it go there without encryption: everybody on the way can read the codes";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects to the mail server exactly as for a mail: greeting, TLS, sign-in; and says what it found.</summary>
    public static async Task<Finding> Mail(SmtpServer? server, SmtpAccess access, CancellationToken ct)
    {
        if (server is null)
            return Finding.Warn("mail", "COUNTERSIGN_SMTP is none: nobody gets a code by e-mail, so nobody can turn on 2FA");

        var place = $"{server.Host}:{server.Port}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var client = await new SmtpConnector(server, access).Connect(patience.Token);
            var text = $"{place} answers, {Tls(client)}; {SigningIn(client, server.User)}";
            var found = SettingsTogether.IsPlainElsewhere(server)
                ? Finding.Warn("mail", $"{text}. {PlainAllowed}")
                : Finding.Ok("mail", text);
            await MailConnection.Close(client);
            return found;
        }
        catch (Exception failure) when (SmtpFailure.IsOne(failure) && !ct.IsCancellationRequested)
        {
            return Finding.Fail(
                "mail", $"{place}: {SmtpFailure.Why(failure)}. Check COUNTERSIGN_SMTP, and that this machine may reach the server");
        }
    }

    private static string Tls(SmtpClient client) => client.SslProtocol switch
    {
#pragma warning disable CA5398 // Named, not chosen.
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
#pragma warning restore CA5398
        _ => client.IsSecure ? $"{client.SslProtocol}" : "without encryption", // an open list: the machine's TLS decides
    };

    private static string SigningIn(SmtpClient client, string? user)
    {
        var offered = client.AuthenticationMechanisms.Count == 0
            ? "offers no sign-in"
            : $"offers {string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal))}";
        return user is null ? $"{offered}; we do not sign in" : $"{offered}; we are signed in";
    }

    /// <summary>Whether the gateway for text messages has an address. It is not called: a call might send something.</summary>
    public static async Task<Finding> Sms(Uri? gateway, CancellationToken ct)
    {
        if (gateway is null) return Finding.Ok("text messages", "none are sent (COUNTERSIGN_SMS is none)");
        try
        {
            var proxy = OutgoingProxy.OfProcess().GetProxy(gateway);
            var found = await Dns.GetHostAddressesAsync((proxy ?? gateway).DnsSafeHost, ct);
            var text = proxy is null
                ? $"{gateway.Host} is {found[0]}"
                : $"{gateway.Host}, through the proxy {proxy.Host}:{proxy.Port} that the environment names";
            return SettingsTogether.IsPlainElsewhere(gateway)
                ? Finding.Warn("text messages", $"{text}. {PlainAllowed}")
                : Finding.Ok("text messages", text);
        }
        catch (SocketException broken)
        {
            return Finding.Fail(
                "text messages",
                $"{gateway.Host}, or the proxy to it, cannot be found: {broken.Message}. Check COUNTERSIGN_SMS, the name server, and " +
                "http_proxy and https_proxy in the environment");
        }
    }
}
