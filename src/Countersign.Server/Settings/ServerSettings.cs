using System.Collections.Immutable;
using System.Net;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Settings;

/// <summary>
/// Everything an operator decides, checked. <see cref="SettingsTable"/> has the names, the defaults and the checks;
/// <see cref="SettingsReader"/> makes it from the environment and a file.
/// </summary>
public sealed record ServerSettings
{
    /// <summary>The name of the SQLite file in the data folder.</summary>
    public const string DatabaseName = "countersign.db";

    // A proxy that looks every second or two has noticed by then.
    private static readonly TimeSpan UsualDrain = TimeSpan.FromSeconds(5);

    private readonly string witnessFile = "";

    /// <summary>The folder of the database and, unless it lies elsewhere, the key file. An absolute path.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>The PostgreSQL that holds the data; null: the SQLite file does.</summary>
    public DatabaseServer? Database { get; init; }

    /// <summary>The certificates that may vouch for that server; null: those that this machine trusts.</summary>
    public string? DatabaseCaFile { get; init; }

    /// <summary>The most connections of this server to it.</summary>
    public int DatabaseConnections { get; init; } = 20;

    /// <summary>The SQLite file, where there is no such server.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, DatabaseName);

    /// <summary>The file of the root keys, which every sealed and hashed value depends on. An absolute path.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The file that knows how old the database is; where none is named, beside the key file.</summary>
    public string WitnessFile
    {
        get => witnessFile.Length > 0 ? witnessFile : $"{KeyFile}.witness";
        init => witnessFile = value;
    }

    /// <summary>Where people reach the server. Links in messages start with it and with nothing a request says.</summary>
    public Uri BaseUrl { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The name of the service in authenticator apps and in messages.</summary>
    public string Issuer { get; init; } = "Countersign";

    /// <summary>The language of messages to people who have not chosen one.</summary>
    public Language Language { get; init; }

    /// <summary>The server that takes our e-mail; null: no e-mail is sent.</summary>
    public SmtpServer? Smtp { get; init; }

    /// <summary>How we present ourselves to that server.</summary>
    public SmtpAccess SmtpAccess { get; init; } = new();

    /// <summary>The sender of our e-mail.</summary>
    public MailSender MailFrom { get; init; } = new("Countersign", "countersign@localhost");

    /// <summary>Who vouches for our e-mail.</summary>
    public MailSigning MailSigning { get; init; } = new();

    /// <summary>What our e-mail looks like.</summary>
    public ServiceLook Look { get; init; } = new();

    /// <summary>Who tells us by HTTP that mail came back; null: nobody.</summary>
    public MailBounces? MailBounces { get; init; }

    /// <summary>The folder of the texts that the operator words otherwise; null: there is none. An absolute path.</summary>
    public string? TextsFolder { get; init; }

    /// <summary>How text messages leave.</summary>
    public SmsSettings Sms { get; init; } = new();

    /// <summary>What the operator lets go to another machine without encryption.</summary>
    public ImmutableHashSet<PlainWay> PlainAllowed { get; init; } = [];

    /// <summary>The hosts of this machine or of private networks that webhooks may go to.</summary>
    public ImmutableHashSet<string> HookHosts { get; init; } = [];

    /// <summary>Where webhooks may go beside the Internet.</summary>
    public HookPlaces HookPlaces => new(HookHosts, PlainAllowed.Contains(PlainWay.Hooks));

    /// <summary>The list of breached passwords, a file or a folder; null: there is none.</summary>
    public string? BreachedPasswords { get; init; }

    /// <summary>Who may make an account.</summary>
    public SignUp SignUp { get; init; }

    /// <summary>Accounts that may be made from one network address.</summary>
    public Rate SignUpsPerAddress { get; init; } = new(10, TimeSpan.FromHours(1));

    /// <summary>What signing up takes at the least, from seeing the form on.</summary>
    public TimeSpan SignUpTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The region whose national way of writing phone numbers is understood.</summary>
    public Region DefaultRegion { get; init; }

    /// <summary>The proxies whose word about the caller's address and about https is taken.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Where RADIUS is listened for, by UDP; none: nowhere.</summary>
    public ImmutableArray<IPEndPoint> Radius { get; init; } = [];

    /// <summary>How many times as much as one address an application may have done for all its people together.</summary>
    public int ApplicationShare { get; init; } = 100;

    /// <summary>As the operator gave it; null: <see cref="Drain"/> is what suits the database.</summary>
    public TimeSpan? DrainGiven { get; init; }

    /// <summary>How long a server that stops still answers after it has said that it is not ready.</summary>
    public TimeSpan Drain => DrainGiven ?? (Database is null ? TimeSpan.Zero : UsualDrain);

    /// <summary>How the log is written.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>Where metrics may be fetched, on loopback; null: nowhere.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>The OpenTelemetry collector that metrics and traces are sent to; null: none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Of a hundred requests and sent messages, how many are traced.</summary>
    public int TracesInHundred { get; init; }

    /// <summary>The numbers of the rules.</summary>
    public Policy Policy { get; init; } = new() { SmsAllowed = false };

    /// <summary>How many messages may be sent.</summary>
    public SendLimits SendLimits { get; init; } = new();

    /// <summary>What slows a guesser of passwords.</summary>
    public PasswordLimits PasswordLimits { get; init; } = new();

    /// <summary>Connections at once from one network address that is no trusted proxy.</summary>
    public int ConnectionsPerAddress { get; init; } = 100;

    /// <summary>How many slow hashes may run and wait.</summary>
    public HashLimits HashLimits { get; init; } = new();

    /// <summary>How long the audit log is kept.</summary>
    public AuditKeeping AuditKeeping { get; init; } = new();

    /// <summary>How old the last backup may be before <c>doctor</c> warns.</summary>
    public TimeSpan BackupAge { get; init; } = TimeSpan.FromHours(48);
}

/// <summary>Who may make an account.</summary>
public enum SignUp
{
    /// <summary>Only the operator.</summary>
    Closed,

    /// <summary>Everybody.</summary>
    Open,
}

/// <summary>How the log is written.</summary>
public enum LogFormat
{
    /// <summary>One JSON object a line, for machines.</summary>
    Json,

    /// <summary>One line of text, for people.</summary>
    Text,
}
