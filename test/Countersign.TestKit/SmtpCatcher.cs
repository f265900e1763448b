using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.TestKit;

/// <summary>How the mail server meets one mail.</summary>
public enum MailMood
{
    /// <summary>Takes the mail.</summary>
    Take,

    /// <summary>550 to the recipient: for good.</summary>
    RefuseRecipient,

    /// <summary>450 to the recipient: for now.</summary>
    PutOffRecipient,

    /// <summary>554 after the text: for good.</summary>
    RefuseText,

    /// <summary>451 after the text: for now.</summary>
    PutOffText,

    /// <summary>Never says a word.</summary>
    HangAtGreeting,

    /// <summary>Takes the mail, and never says so.</summary>
    TakeAndHang,

    /// <summary>Takes the mail, and breaks the connection instead of saying so.</summary>
    TakeAndBreak,
}

/// <summary>A real mail server on loopback: RFC 5321, STARTTLS with a certificate of its own, AUTH LOGIN.</summary>
public sealed class SmtpCatcher : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    // Left to the collector, so that a second DisposeAsync may ask it.
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<MailMood> moods = new();
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly Action<CaughtMessage> keep;
    private Task listening = Task.CompletedTask;

    internal SmtpCatcher(Action<CaughtMessage> keep) => this.keep = keep;

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersTls { get; set; } = true;

    /// <summary>Whom it lets send; null: everybody.</summary>
    public NetworkCredential? Login { get; set; }

    /// <summary>Its certificate, for 127.0.0.1, signed by itself.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>What was said, with the client's lines behind <c>C:</c> (<c>CS:</c> once encrypted).</summary>
    public ConcurrentQueue<string> Transcript { get; } = new();

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The moods of the next mails, one each; then it takes everything again.</summary>
    public void Feel(params ReadOnlySpan<MailMood> moods)
    {
        foreach (var mood in moods) this.moods.Enqueue(mood);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (end.IsCancellationRequested) return;

        await end.CancelAsync();
        await listening;
        listener.Dispose();
        await Task.WhenAll(conversations);
        Certificate.Dispose();
    }

    /// <summary>The mood for the next mail.</summary>
    internal MailMood NextMood() => !IsToHang() && moods.TryDequeue(out var mood) ? mood : MailMood.Take;

    /// <summary>Whether this conversation is to begin with silence.</summary>
    internal bool HangsNow() => IsToHang() && moods.TryDequeue(out _);

    internal void Catch(CaughtMessage message) => keep(message);

    internal void Start()
    {
        listener.Start();
        listening = Listen();
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                conversations.Add(Talk(client));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The catcher was put away.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var conversation = new SmtpConversation(this, client.GetStream());
                await conversation.Run(end.Token);
            }
            catch (Exception over)
                when (over is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or did not like our certificate.
            }
        }
    }

    private bool IsToHang() => moods.TryPeek(out var mood) && mood is MailMood.HangAtGreeting;

    internal static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
