using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Countersign.TestKit;

/// <summary>Whether a <see cref="MailHost"/> speaks TLS.</summary>
public enum MailHostTls
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>From the first byte (RFC 8314).</summary>
    FromTheStart,
}

/// <summary>When a <see cref="MailHost"/> closes a connection by itself.</summary>
public enum MailHostPatience
{
    /// <summary>Never.</summary>
    Endless,

    /// <summary>As soon as it has taken a mail, without a word.</summary>
    LeavesAfterMail,

    /// <summary>It answers the second mail of a connection with 421.</summary>
    OneMailEach,
}

/// <summary>
/// A mail server on loopback that offers what it is told to offer, lets in who knows the secret, and keeps what it heard.
/// </summary>
public sealed class MailHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly SemaphoreSlim taken = new(0);
    private readonly string[] offers;
    private readonly MailHostTls tls;
    private Task listening = Task.CompletedTask;
    private int connections;

    private MailHost(string[] offers, MailHostTls tls) => (this.offers, this.tls) = (offers, tls);

    /// <summary>What one must know to be let in, by whatever mechanism.</summary>
    public string Secret { get; set; } = "";

    /// <summary>
    /// The beginning of what it hears (<c>.</c> is the end of a text) and what it says to that instead of what it always says.
    /// </summary>
    public Dictionary<string, string> Says { get; } = new(StringComparer.Ordinal);

    /// <summary>When it closes a connection by itself.</summary>
    public MailHostPatience Patience { get; set; }

    /// <summary>Its certificate, for 127.0.0.1, signed by itself.</summary>
    public X509Certificate2 Certificate { get; } = SmtpCatcher.SelfSigned();

    /// <summary>Every command it heard, texts and secrets left out.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Every mail it took, as it came.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>Released whenever a connection ends.</summary>
    public SemaphoreSlim Ended { get; } = new(0);

    /// <summary>The oldest mail that nobody has waited for yet; waits for it.</summary>
    public async Task<string> NextMail(CancellationToken ct)
    {
        await taken.WaitAsync(ct);
        return Mails.TryDequeue(out var mail) ? mail : throw new InvalidOperationException("Somebody else took the mail.");
    }

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Opens the port.</summary>
    /// <param name="offers">The lines of the answer to EHLO, such as <c>AUTH PLAIN</c>.</param>
    public static MailHost Start(string[] offers, MailHostTls tls = MailHostTls.None)
    {
        var host = new MailHost(offers, tls);
        host.listener.Start();
        host.listening = host.Listen();
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await listening;
        listener.Dispose();
        await Task.WhenAll(talks);
        Certificate.Dispose();
        Ended.Dispose();
        taken.Dispose();
        end.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            while (true) talks.Add(Talk(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was put away.
        }
    }

    private async Task Talk(TcpClient client)
    {
        Interlocked.Increment(ref connections);
        try
        {
            using (client) await Converse(client);
        }
        catch (Exception over)
            when (over is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or did not like our certificate.
        }

        Ended.Release();
    }

    private async Task Converse(TcpClient client)
    {
        await using Stream stream = tls is MailHostTls.None ? client.GetStream() : new SslStream(client.GetStream());
        if (stream is SslStream ssl)
            await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, end.Token);

        using var talk = new MailHostTalk(stream, end.Token);
        await talk.Say(Instead("220") ?? "220 host ESMTP");
        var mails = 0;
        while (await talk.Hear() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            Heard.Enqueue(verb is "AUTH" ? string.Join(' ', line.Split(' ').Take(2)) : line);
            if (verb is "MAIL" && mails > 0 && Patience is MailHostPatience.OneMailEach) verb = "ENOUGH";

            var instead = Instead(line);
            await talk.Say(instead ?? await Answer(talk, verb, line));
            if (verb is "QUIT" or "ENOUGH") return;
            if (verb is not "DATA" || instead is not null) continue;

            var text = await talk.HearText();
            if (Instead(".") is { } no)
            {
                await talk.Say(no);
                continue;
            }

            Mails.Enqueue(text);
            mails++;
            taken.Release();
            await talk.Say("250 taken");
            if (Patience is MailHostPatience.LeavesAfterMail) return;
        }
    }

    private string? Instead(string heard) => Says.FirstOrDefault(said => heard.StartsWith(said.Key, StringComparison.Ordinal)).Value;

    private async Task<string> Answer(MailHostTalk talk, string verb, string line) => verb switch
    {
        "EHLO" => Offers(),
        "AUTH" => await talk.KnowsSecret(line.Split(' '), Secret) ? "235 welcome" : "535 5.7.8 no",
        "MAIL" or "RCPT" or "RSET" or "NOOP" => "250 fine",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        "ENOUGH" => "421 4.3.2 enough",
        _ => "502 what?", // an open list: whatever a client may say
    };

    private string Offers() => string.Join("\r\n", (string[])[.. offers.Prepend("host").Select(offer => $"250-{offer}"), "250 8BITMIME"]);
}

/// <summary>The lines of one conversation.</summary>
internal sealed class MailHostTalk(Stream stream, CancellationToken ct) : IDisposable
{
    private readonly StreamReader reader = new(stream, Encoding.UTF8);

    public void Dispose() => reader.Dispose();

    public async Task Say(string line) => await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), ct);

    public async Task<string?> Hear() => await reader.ReadLineAsync(ct);

    public async Task<string> HearText()
    {
        var text = new StringBuilder();
        while (await Hear() is { } line and not ".") text.Append(line).Append("\r\n");
        return text.ToString();
    }

    // PLAIN and XOAUTH2 say all at once, LOGIN says first who and then what.
    public async Task<bool> KnowsSecret(string[] given, string secret)
    {
        var said = Decode(given.Length > 2 ? given[2] : await Ask("334 "));
        if (given[1] is "LOGIN") said = Decode(await Ask("334 UGFzc3dvcmQ6"));
        if (said.TrimEnd('\u0001').EndsWith(secret, StringComparison.Ordinal)) return true;

        // A refused XOAUTH2 is explained first, and the client has to answer that.
        if (given[1] is "XOAUTH2") await Ask("334 e30=");
        return false;
    }

    private async Task<string> Ask(string question)
    {
        await Say(question);
        return await Hear() ?? "";
    }

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
