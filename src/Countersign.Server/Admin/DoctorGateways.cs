using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Whether messages can leave: reaches out, and sends nothing.</summary>
public static class DoctorGateways
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Greets the mail server and, unless it may be spoken to in plain, begins TLS with it.</summary>
    public static async Task<Finding> Mail(SmtpServer? server, CancellationToken ct)
    {
        if (server is null) return Finding.Warn("mail", "COUNTERSIGN_SMTP is none: nobody gets a code by e-mail, so nobody can turn on 2FA");

        var place = $"{server.Host}:{server.Port}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await Greet(server, patience.Token) is { } trouble
                ? Finding.Fail("mail", $"{place} {trouble}")
                : Finding.Ok("mail", server.MayBePlain ? $"{place} answers, without encryption" : $"{place} answers and speaks TLS");
        }
        catch (Exception broken) when (broken is SocketException or IOException or AuthenticationException)
        {
            return Finding.Fail("mail", $"{place}: {broken.Message} Check COUNTERSIGN_SMTP, and that this machine may reach the server");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Finding.Fail("mail", $"{place} does not answer within {Patience.TotalSeconds} s. Check COUNTERSIGN_SMTP, and that this machine may reach the server");
        }
    }

    /// <summary>Whether the gateway for text messages has an address. It is not called: a call might send something.</summary>
    public static async Task<Finding> Sms(Uri? gateway, CancellationToken ct)
    {
        if (gateway is null) return Finding.Ok("text messages", "none are sent (COUNTERSIGN_SMS is none)");
        try
        {
            var found = await Dns.GetHostAddressesAsync(gateway.DnsSafeHost, ct);
            return Finding.Ok("text messages", $"{gateway.Host} is {found[0]}");
        }
        catch (SocketException broken)
        {
            return Finding.Fail("text messages", $"{gateway.Host} cannot be found: {broken.Message}. Check COUNTERSIGN_SMS and the name server");
        }
    }

    private static async Task<string?> Greet(SmtpServer server, CancellationToken ct)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port, ct);
        await using var stream = connection.GetStream();
        if (!(await ReadReply(stream, ct)).StartsWith("220", StringComparison.Ordinal)) return "is no mail server. Check host and port";

        var offers = await Ask(stream, "EHLO doctor", ct);
        if (server.MayBePlain) return null;
        if (!offers.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase))
            return "does not offer STARTTLS. Use the port for submission (587), or smtp+plain:// on a network you trust";
        if (!(await Ask(stream, "STARTTLS", ct)).StartsWith("220", StringComparison.Ordinal)) return "offers STARTTLS and then refuses it";

        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.Host }, ct);
        return null;
    }

    private static async Task<string> Ask(NetworkStream stream, string line, CancellationToken ct)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), ct);
        return await ReadReply(stream, ct);
    }

    // RFC 5321 §4.2: the last line of a reply has a space after its number, the others a hyphen.
    private static async Task<string> ReadReply(NetworkStream stream, CancellationToken ct)
    {
        var reply = new StringBuilder();
        var buffer = new byte[512];
        while (!IsWhole(reply.ToString()) && reply.Length < 1 << 14 && await stream.ReadAsync(buffer, ct) is > 0 and var count)
            reply.Append(Encoding.ASCII.GetString(buffer, 0, count));

        return reply.ToString();
    }

    private static bool IsWhole(string reply) =>
        reply.EndsWith('\n') && reply.TrimEnd().Split('\n')[^1] is [_, _, _, ' ', ..];
}
