using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.IO;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Countersign.TestKit;

/// <summary>How the mail server meets one mail.</summary>
public enum MailMood
{
    /// <summary>Takes the mail.</summary>
    Take,

    /// <summary>550 to the recipient: for good.</summary>
    RefuseRecipient,

    /// <summary>550 to the sender: the server takes nothing from us.</summary>
    RefuseSender,

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

/// <summary>A real mail server on loopback (the library SmtpServer): STARTTLS with a certificate of its own, AUTH, and moods.</summary>
public sealed class SmtpCatcher : IAsyncDisposable
{
    // Left to the collector, so that a second DisposeAsync may ask it.
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<MailMood> moods = new();
    private readonly Action<CaughtMessage> keep;
    private Task listening = Task.CompletedTask;

    internal SmtpCatcher(Action<CaughtMessage> keep) => this.keep = keep;

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersTls { get; set; } = true;

    /// <summary>Whom it lets send; null: everybody.</summary>
    public NetworkCredential? Login { get; set; }

    /// <summary>Its certificate, for 127.0.0.1, signed by itself.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>The client's commands, behind <c>C:</c> (<c>CS:</c> once encrypted).</summary>
    public ConcurrentQueue<string> Transcript { get; } = new();

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

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
        Certificate.Dispose();
    }

    internal void Start()
    {
        var doors = new EndpointListenerFactory();
        doors.EndpointStarted += (_, door) => Port = ((IPEndPoint)door.LocalEndPoint).Port;
        var clerk = new Clerk(this);
        var services = new ServiceProvider();
        services.Add((IEndpointListenerFactory)new Porter(this, doors));
        services.Add((IMailboxFilter)clerk);
        services.Add((IMessageStore)clerk);
        services.Add(new DelegatingUserAuthenticator(MayEnter));
        var server = new SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder().ServerName("catcher").Endpoint(new Door(this)).Build(), services);
        server.SessionCreated += (_, session) => session.Context.CommandExecuting += (_, said) =>
            Transcript.Enqueue($"{(session.Context.Pipe.IsSecure ? "CS" : "C")}: {said.Command.Name}");
        listening = server.StartAsync(end.Token);
    }

    internal static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private bool MayEnter(string user, string password) => Login is null || (Login.UserName, Login.Password) == (user, password);

    // The mood of a mail; silence is one of connections.
    private MailMood NextMood() => !IsToHang() && moods.TryDequeue(out var mood) ? mood : MailMood.Take;

    private bool HangsNow() => IsToHang() && moods.TryDequeue(out _);

    private bool IsToHang() => moods.TryPeek(out var mood) && mood is MailMood.HangAtGreeting;

    /// <summary>What a test may decide while the server stands.</summary>
    private sealed class Door(SmtpCatcher catcher) : IEndpointDefinition, ICertificateFactory
    {
        public IPEndPoint Endpoint { get; } = new(IPAddress.Loopback, 0);

        public bool IsSecure => false;

        public bool AuthenticationRequired => catcher.Login is not null;

        public bool AllowUnsecureAuthentication => true;

        public TimeSpan SessionTimeout => Timeout.InfiniteTimeSpan;

        public ICertificateFactory? CertificateFactory => catcher.OffersTls ? this : null;

        public SslProtocols SupportedSslProtocols => SslProtocols.None;

        public X509Certificate GetServerCertificate(ISessionContext sessionContext) => catcher.Certificate;
    }

    /// <summary>Lets in, but keeps whom silence waits for: the library greets everybody.</summary>
    private sealed class Porter(SmtpCatcher catcher, EndpointListenerFactory doors) : IEndpointListenerFactory, IEndpointListener
    {
        private readonly List<ISecurableDuplexPipe> waiting = [];
        private IEndpointListener door = null!;

        public IEndpointListener CreateListener(IEndpointDefinition endpointDefinition)
        {
            door = doors.CreateListener(endpointDefinition);
            return this;
        }

        public async Task<ISecurableDuplexPipe> GetPipeAsync(ISessionContext context, CancellationToken cancellationToken)
        {
            while (true)
            {
                var pipe = await door.GetPipeAsync(context, cancellationToken);
                if (!catcher.HangsNow()) return pipe;

                waiting.Add(pipe);
                context.Properties.Clear();
            }
        }

        public void Dispose()
        {
            door.Dispose();
            waiting.ForEach(pipe => pipe.Dispose());
        }
    }

    /// <summary>Takes a mail as its mood says.</summary>
    private sealed class Clerk(SmtpCatcher catcher) : IMailboxFilter, IMessageStore
    {
        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken)
        {
            var mood = catcher.NextMood();
            context.Properties[nameof(MailMood)] = mood;
            return mood is MailMood.RefuseSender
                ? throw new SmtpResponseException(new((SmtpReplyCode)550, "5.1.8 sender address rejected: domain not found"))
                : Task.FromResult(true);
        }

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Mood(context) switch
            {
                MailMood.RefuseRecipient => throw new SmtpResponseException(new((SmtpReplyCode)550, "5.1.1 nobody of that name")),
                MailMood.PutOffRecipient => throw new SmtpResponseException(new((SmtpReplyCode)450, "4.2.1 mailbox busy")),
                MailMood.Take or MailMood.RefuseSender or MailMood.RefuseText or MailMood.PutOffText or MailMood.HangAtGreeting
                    or MailMood.TakeAndHang or MailMood.TakeAndBreak => Task.FromResult(true),
            };

        public async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            var mood = Mood(context);
            if (mood is MailMood.RefuseText) return new((SmtpReplyCode)554, "5.6.0 not that");
            if (mood is MailMood.PutOffText) return new((SmtpReplyCode)451, "4.3.0 disk full");

            catcher.keep(CaughtMail.Read(transaction.To.Single().AsAddress(), Encoding.Latin1.GetString(buffer)));
            if (mood is MailMood.TakeAndHang) await Task.Delay(Timeout.Infinite, cancellationToken);
            if (mood is MailMood.TakeAndBreak) context.Pipe.Dispose();
            return SmtpResponse.Ok;
        }

        private static MailMood Mood(ISessionContext context) => (MailMood)context.Properties[nameof(MailMood)];
    }
}
