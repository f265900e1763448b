using System.Security.Cryptography.X509Certificates;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>A throw-away database, a clock of its own, and real mail and SMS servers on loopback.</summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    public const string AdasAddress = "ada@example.org";
    public const string LinusNumber = "+358401234567";

    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    public static readonly MessageTexts Texts = new("Countersign", new Uri("https://login.example.org"));

    private static readonly MailSender From = new("Countersign", "no-reply@login.example.org");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-delivery-");
    private readonly List<Node> nodes = [];
    private readonly List<SmtpSender> senders = [];
    private readonly MessageSeal seal;
    private readonly ServerSettings settings;
    private readonly string? database;

    private DeliveryWorld(Inbox inbox, string? database)
    {
        this.database = database;
        settings = new() { DataFolder = folder.FullName, Database = database is null ? null : DatabaseServer.Of(database) };
        Inbox = inbox;
        seal = new(new SecretBox(KeyRing.OpenOrCreate(Path.Combine(folder.FullName, "keys"), Clock.GetUtcNow())));
    }

    public FakeTimeProvider Clock { get; } = TestClock.Monday();

    public LogKeeper Log { get; } = new();

    public Inbox Inbox { get; }

    public AccountId Ada { get; private set; }

    public Node Main => nodes[0];

    /// <summary>What messages may cost.</summary>
    public SendLimits Limits { get; set; } = new() { SmsCountries = [Region.Of("FI")] };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DeliveryWorld> Start()
    {
        var world = new DeliveryWorld(await Inbox.Start(), await TestDatabases.Make());
        var node = world.AddNode();
        await Migrator.Run(node.Db, Ct);
        Assert.True(EmailAddress.TryParse(AdasAddress, out var address));
        world.Ada = (await node.Db.Write(tx => AccountStore.TryAdd(tx, new(address, "ada")), Ct))!.Value;
        return world;
    }

    /// <summary>One more server on the same database.</summary>
    public Node AddNode()
    {
        var node = new Node(this, Databases.Open(settings, Clock));
        nodes.Add(node);
        return node;
    }

    public SmtpSender Mail(SmtpEncryption encryption = SmtpEncryption.None, string? user = null, string? password = null) =>
        MailTo(new("127.0.0.1", Inbox.Smtp.Port, user, password is null ? null : new SecretText(password), encryption), Trusting(
            Inbox.Smtp.Certificate));

    /// <summary>A sender to a mail server of the test's own.</summary>
    public SmtpSender MailTo(
        SmtpServer server, SmtpAccess access, MailSender? from = null, MailSigner? signer = null, ServiceLogo? logo = null)
    {
        var sender = new SmtpSender(new(server, access), new(from ?? From, logo), signer ?? MailSigner.None, access.Connections, Clock);
        senders.Add(sender);
        return sender;
    }

    /// <summary>Takes this certificate for a mail server's, as if its authority had been named in the settings.</summary>
    public SmtpAccess Trusting(X509Certificate2 certificate) =>
        new() { HeloName = "login.example.org", CaFile = Written("ca.pem", certificate.ExportCertificatePem()) };

    /// <summary>A file with this in it.</summary>
    public string Written(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public WebhookSmsSender Sms() => new(new(new Uri(Inbox.Sms.Address), null), new SecretText(Inbox.SmsSecret), Clock);

    public Task<ChallengeId> Challenge() => Main.Db.Write(async tx => new ChallengeId(await tx.Insert($"""
        INSERT INTO challenges (account_id, purpose, token_hash, token_key, created_at, expires_at, credential_version)
        VALUES ({Ada}, {ChallengePurpose.LogIn}, {Guid.NewGuid().ToByteArray()}, {"k1"}, {Clock.GetUtcNow()}, {Clock.GetUtcNow() + CodeLife}, {1})
        RETURNING id
        """)), Ct);

    public async Task<MessageId> SmsCode(string digits = "493021", ChallengeId? challenge = null) =>
        await Enqueue(Channel.Sms, LinusNumber, Texts.CodeToLogIn(Channel.Sms, CodeOf(digits), CodeLife), challenge ?? await Challenge());

    public async Task<MessageId> MailCode(string digits = "493021", ChallengeId? challenge = null) =>
        await Enqueue(
            Channel.Email, AdasAddress, Texts.CodeToLogIn(Channel.Email, CodeOf(digits), CodeLife), challenge ?? await Challenge());

    public Task<MessageId> MailNotice() =>
        Enqueue(Channel.Email, AdasAddress, Texts.Notice(NoticeKind.PasswordChanged, new(Clock.GetUtcNow())), null);

    public Task<MessageId> Enqueue(Channel channel, string to, Message message, ChallengeId? challenge)
    {
        return Main.Db.Write(tx => Main.Outbox.Enqueue(tx, new(Ada, challenge, channel, to, message, tx.Now + CodeLife)), Ct);
    }

    public static Code CodeOf(string digits) => Code.TryParse(digits, out var code) ? code : throw new ArgumentException(digits);

    public Task<Row> Stored(MessageId id) => Main.Db.Read(async sql => (await sql.FindOne<Row>($"""
        SELECT state, attempts, sealed_body, last_error, done_at, claimed_until FROM outbox WHERE message_id = {id.Value}
        """))!, Ct);

    /// <summary>Every byte of the database as it lies on the disk.</summary>
    public byte[] BytesOnDisk() => [.. folder.GetFiles("countersign.db*").SelectMany(Read)];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        foreach (var sender in senders) await sender.DisposeAsync();
        await Inbox.DisposeAsync();
        await TestDatabases.Drop(database);
        folder.Delete(recursive: true);
    }

    private static byte[] Read(FileInfo file)
    {
        using var open = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        return bytes;
    }

    internal sealed record Row(string State, long Attempts, byte[]? SealedBody, string? LastError, long? DoneAt, long? ClaimedUntil);

    /// <summary>One server: its own connection to the database, its own worker.</summary>
    internal sealed class Node(DeliveryWorld world, Db db) : IAsyncDisposable
    {
        private OutboxWorker? worker;

        public Db Db => db;

        public OutboxSignal Signal { get; } = new(new(), world.Clock);

        public OutboxBook Book => new(db, Signal, new(), world.Log.For<OutboxBook>());

        public Outbox Outbox => new(db, world.seal, Signal, new(), world.Clock);

        private SecondRoutes SecondRoutes => new(db, new(), world.Log.For<SecondRoutes>());

        public Task StartWorker() => StartWorker(world.Mail(), world.Sms());

        public Task StartWorker(params IMessageSender[] senders)
        {
            worker = new(senders, Book, SecondRoutes, world.seal, Signal, world.Log.For<OutboxWorker>());
            return worker.StartAsync(Ct);
        }

        public async Task StopWorker()
        {
            if (worker is not null) await worker.StopAsync(CancellationToken.None);
            worker?.Dispose();
            worker = null;
        }

        /// <summary>Starts the worker and waits until its first attempt at this message is over.</summary>
        public Task<DeliveryResult> AttemptAtStart(MessageId id, IMessageSender sender) => Attempt(id, () => StartWorker(sender));

        /// <summary>Lets time pass and waits until the next attempt at this message is over.</summary>
        public Task<DeliveryResult> AttemptAfter(MessageId id, TimeSpan time) => Attempt(id, () =>
        {
            world.Clock.Advance(time);
            return Task.CompletedTask;
        });

        public async ValueTask DisposeAsync()
        {
            await StopWorker();
            Signal.Dispose();
            await db.DisposeAsync();
        }

        private async Task<DeliveryResult> Attempt(MessageId id, Func<Task> start)
        {
            var over = Signal.Expect(id);
            await start();
            var result = await over.WaitAsync(TimeSpan.FromMinutes(1), Ct);
            Signal.Forget(id);
            return result;
        }
    }
}
