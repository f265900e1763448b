using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using static Countersign.Server.Settings.Setting;
using static Countersign.Server.Settings.SettingsAddresses;
using static Countersign.Server.Settings.SettingsKinds;

namespace Countersign.Server.Settings;

/// <summary>
/// Every setting: name, default, what may be given, what it decides. Reading, the refusals at start and the table in
/// docs/operate.md all come from here. The limits are in the other half of this class.
/// </summary>
public static partial class SettingsTable
{
    /// <summary>All settings, in the order of the manual.</summary>
    public static ImmutableArray<Setting> All { get; } =
    [
        .. Places(), .. Appearance(), .. Sending(), .. People(), .. Surroundings(), .. Codes(), .. Lives(), .. Guesses(), .. Sends(),
        .. Passwords(),
    ];

    /// <summary>Environment variables with our prefix that belong to the command line, not to the server.</summary>
    public static ImmutableArray<string> NamesOfTheCommandLine { get; } = ["URL", "API_KEY", "USERNAME", "PASSWORD"];

    private static IEnumerable<Setting> Places() =>
    [
        Of("DATA", "data", FilePath("/var/lib/countersign"), (s, v) => s with { DataFolder = v },
            "The folder of the database and of `countersign.json`. It is created if it is missing."),
        Of("DATABASE", "sqlite", DatabaseServer.Kind, (s, v) => s with { Database = v },
            "The database. `sqlite` is a file in the data folder, for one server; with PostgreSQL any number of equal servers share one " +
                "database. Off this machine the connection is encrypted, and its certificate checked.").Secret(),
        Of("DATABASE_CA_FILE", "", FilePath("/etc/countersign/database-ca.pem"), (s, v) => s with { DatabaseCaFile = v },
            "The file of the certificates (PEM) that may vouch for the PostgreSQL server. Empty: those that this machine trusts."),
        Of("DATABASE_CONNECTIONS", "20", Whole(2, 500), (s, v) => s with { DatabaseConnections = v },
            "The most connections of this server to PostgreSQL. All servers together stay below its `max_connections`."),
        Of("KEY_FILE", "", FilePath("/etc/countersign/keys"), (s, v) => s with { KeyFile = v },
            "The file of the root keys, created at the first start. Empty: `keys` in the data folder; a place outside the backups of the " +
                "database is better."),
        Of("WITNESS_FILE", "", FilePath("/var/lib/countersign-witness/witness"), (s, v) => s with { WitnessFile = v },
            "The file that knows how old the database is, so that a restored one is noticed. Empty: beside the key file, with `.witness` " +
                "added to its name. The server writes it every minute; it belongs into no backup."),
        Of("BASE_URL", "http://127.0.0.1:8080", BaseUrl, (s, v) => s with { BaseUrl = v },
            "Where people reach the server. Links in messages start with it, whatever a request says."),
        Of("ISSUER", "Countersign", Line(1, 60, "Example Ltd"), (s, v) => s with { Issuer = v },
            "The name of the service in authenticator apps and in messages."),
        Of("LANGUAGE", "en", OneOf([.. Languages.All.Select(known => (known.Code(), known))]), (s, v) => s with { Language = v },
            "The language of mails and text messages to people who have not chosen one, and of pages where the browser asks for none " +
                "that is spoken here."),
    ];

    private static IEnumerable<Setting> Sending() =>
    [
        .. Mails(),
        .. Enumerable.Range(1, SmsSettings.MostGateways).Select(GatewayOf),
        Of("SMS_ROUTES", "", SettingsSms.Routes, Sms<SmsRoutes>((t, v) => t with { Routes = v }),
            "By which gateways the text messages to a country go, and in which order. Empty: by all of them, in the " +
            "order of their numbers."),
        Of("SMS_REPORT_WAIT", "30s", Span("0s", "5m"), Sms<TimeSpan>((t, v) => t with { ReportWait = v }),
            "How long a gateway that tells of deliveries may tell of none before the next one in `COUNTERSIGN_SMS_ROUTES` gets the " +
            "message, too. `0s`: it never does, not even when a failure is told."),
        Of("ALLOW_PLAIN", "none", SomeOf(("smtp", PlainWay.Mail), ("sms", PlainWay.TextMessages), ("otlp", PlainWay.Measurements),
            ("hooks", PlainWay.Hooks)),
            (s, v) => s with { PlainAllowed = v },
            "What may go to another machine without encryption (`smtp+plain://`, `webhook+http://`, a collector or a webhook by `http://`). " +
                "Codes and links, or what is measured or told, can then be read on the way: only for a network that nobody else is in."),
        Of("HOOK_HOSTS", "none", HostNames, (s, v) => s with { HookHosts = v },
            "The hosts of this machine or of private networks that webhooks may go to. To all others they go only where a name means an " +
                "address on the Internet."),
        Of("SMS_SECRET", "", Line(16, 200, "q0Vt6mW2zK8r1XcY4bN7"), Sms<string>((t, v) => t with { Secret = new(v) }),
            "The key that signs each request to a webhook, and the addresses that gateways report deliveries to. Empty: one is created " +
                "at the first start, in the file `sms-secret` of the data folder.").Secret(),
    ];

    private static IEnumerable<Setting> People() =>
    [
        Of("SIGN_UP", "closed", OneOf(("closed", SignUp.Closed), ("open", SignUp.Open)), (s, v) => s with { SignUp = v },
            "Whether anybody may create an account, or only the operator."),
        Of("SIGN_UP_PER_ADDRESS", "10/1h", Rate(10_000, "1d"), (s, v) => s with { SignUpsPerAddress = v },
            "Accounts that may be made from one network address (IPv6: one /64; a /56 has four times as many, a /48 sixteen times)."),
        Of("SIGN_UP_TIME", "3s", Span("0s", "10s"), (s, v) => s with { SignUpTime = v },
            "What signing up takes at the least, from seeing the page on. A form that comes sooner, as a machine's does, and a call of " +
            "the interface wait for the rest of it."),
        Of("REQUIRE_2FA", "off", OnOff, Rule<bool>((p, v) => p with { RequiresSecondFactor = v }),
            "Whether an account without 2FA may do nothing but turn it on."),
        Of("REQUIRE_2FA_GRACE", "14d", Span("0d", "90d"), Rule<TimeSpan>((p, v) => p with { RequirementGrace = v }),
            "How long people have to turn 2FA on after an admin has required it on the enforcement page."),
        Of("CONFIRM_FIRST_FACTOR", "off", OnOff, Rule<bool>((p, v) => p with { ConfirmFirstFactor = v }),
            "Whether a first factor that was set up with the password alone (`account set mfa mk`) counts only after a link in a mail " +
            "was opened and confirmed. For admins it is always so. While it is off, whoever knows a password can set up a factor of " +
            "their own; the owner is told at once and can stop it."),
        Of("DISABLE_BY_LINK", "on", OnOff, Rule<bool>((p, v) => p with { DisableByLink = v }),
            "Whether somebody who lost every factor may turn 2FA off with the password and a mailed link (`account set mfa rm`)."),
        Of("MAIL_WAIT", "72h", Span("0s", "30d"), Rule<TimeSpan>((p, v) => p with { MailWait = v }),
            "How long mailed codes and links don't count for an account with 2FA after its password was set by mail, unless another " +
            "factor was used before. Its owner is told by mail and text message, and can stop it."),
        Of("DISABLE_DELAY", "0s", Span("0s", "30d"), Rule<TimeSpan>((p, v) => p with { DisableDelay = v }),
            "How long that link waits before it works, so that the owner can object by changing the password."),
        Of("ACCOUNT_DELETE_DELAY", "72h", Span("0s", "30d"), Rule<TimeSpan>((p, v) => p with { AccountDeleteDelay = v }),
            "How long an account stays after its owner has asked for it to be deleted. The owner is told by mail and text message, and " +
            "can call it off until then. `0s`: it is deleted at once."),
        Of("EMAIL_CODES", "all", OneOf(("all", EmailCodes.All), ("login", EmailCodes.LogIn), ("off", EmailCodes.Off)), Rule<EmailCodes>(
            (p, v) => p with { EmailCodes = v }),
            "Where codes by e-mail are accepted as a second factor. The first method is always authorized by e-mail."),
        Of("BREACHED_PASSWORDS", "", FilePath("/var/lib/breached/sha1-by-hash.txt"), (s, v) => s with { BreachedPasswords = v },
            "A list of passwords from breaches that nobody may choose: a file of lines `SHA1:COUNT`, sorted by hash, or a folder with a " +
                "file for each first five digits. Empty: only the 3000 commonest are refused."),
        Of("DEFAULT_REGION", "US", OneRegion, (s, v) => s with { DefaultRegion = v },
            "The country whose national way of writing phone numbers is understood."),
        Of("SMS_COUNTRIES", "", Regions, Send<ImmutableHashSet<Region>>((l, v) => l with { SmsCountries = v }),
            "The countries whose numbers get text messages. Empty: the one of `COUNTERSIGN_DEFAULT_REGION`; with US or CA both, since " +
                "their numbers move between them."),
        Of("SMS_RANGES", "", Ranges, Send<ImmutableArray<PhoneRange>>((l, v) => l with { SmsRanges = v }),
            "Beginnings of numbers that are in service although the numbering plans in this server do not know them yet, such as a new " +
                "area code. An admin can allow one on the page of messages, too."),
    ];

    private static IEnumerable<Setting> Surroundings() =>
    [
        Of("TRUSTED_PROXIES", "", Networks, (s, v) => s with { TrustedProxies = v },
            "The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Empty: none."),
        Of("CONNECTIONS_PER_ADDRESS", "100", Whole(10, 5000), (s, v) => s with { ConnectionsPerAddress = v },
            "Connections at once from one network address (IPv6: one /64; a /56 has four times as many, a /48 sixteen times). Trusted " +
                "proxies have no such limit."),
        Of("APPLICATION_SHARE", "100", Whole(1, 10000), (s, v) => s with { ApplicationShare = v },
            "How many times as much as one network address an application may have done for all the people whose addresses it tells, and " +
                "a RADIUS client for all who sign in there."),
        Of("RADIUS", "off", OwnPlaces, (s, v) => s with { Radius = v },
            "Where RADIUS is listened for, by UDP. Only the addresses that `app add --kind radius` names are answered; a firewall should let " +
                "no others come so far. On a machine with several addresses name each: an answer leaves from the one that was asked."),
        Of("DRAIN", "", Span("0s", "10m") with { Example = "10s" }, (s, v) => s with { DrainGiven = v },
            "How long a server that is told to stop still answers after `/readyz` has said no, so that a proxy sends nobody any more. " +
                "Empty: `5s` with PostgreSQL, `0s` with a file."),
        Of("LOG_FORMAT", "json", OneOf(("json", LogFormat.Json), ("text", LogFormat.Text)), (s, v) => s with { LogFormat = v },
            "How the log is written to the standard output."),
        Of("AUDIT_LIFE", "396d", Span("30d", "3650d"), (s, v) => s with { AuditKeeping = s.AuditKeeping with { Life = v } },
            "How long an entry of the audit log is kept."),
        Of("AUDIT_ADDRESS_LIFE", "90d", Span("1d", "3650d"), (s, v) => s with { AuditKeeping = s.AuditKeeping with { AddressLife = v } },
            "How long an entry keeps the whole network address; later only its network (IPv4: /24, IPv6: /48)."),
        Of("BACKUP_AGE", "48h", Span("1h", "3650d"), (s, v) => s with { BackupAge = v },
            "How old the last `backup` may be before `doctor` warns."),
        Of("METRICS", "off", LoopbackPort, (s, v) => s with { Metrics = v },
            "Where `/metrics` answers, in the Prometheus text format; on the machine itself only."),
        Of("OTLP", "none", Collector, (s, v) => s with { Collector = v },
            "The OpenTelemetry collector that metrics are sent to once a minute, and traces, as OTLP by http/protobuf; `/v1/metrics` and " +
                "`/v1/traces` are added to the address."),
        Of("TRACES", "0", Whole(0, 100), (s, v) => s with { TracesInHundred = v },
            "Of a hundred requests, and of a hundred attempts to send a message, how many are traced to that collector, chosen by chance."),
    ];

    private static Setting GatewayOf(int number) => Of(
        SmsSettings.NameOf(number)[Prefix.Length..], "none", SettingsSms.Gateway, (s, v) => WithGateway(s, number, v),
        number == 1
            ? "The gateway that takes text messages. `none` turns text messages off."
            : $"Gateway number {number} for text messages, for `COUNTERSIGN_SMS_ROUTES`.").Secret();

    private static ServerSettings WithGateway(ServerSettings s, int number, SmsGateway? gateway)
    {
        var sms = s.Sms.With(number, gateway);
        return s with { Sms = sms, Policy = s.Policy with { SmsAllowed = sms.IsOn, CallsAllowed = sms.CanCall } };
    }

    private static Func<ServerSettings, T, ServerSettings> Sms<T>(Func<SmsSettings, T, SmsSettings> put) =>
        (settings, value) => settings with { Sms = put(settings.Sms, value) };

    private static Func<ServerSettings, T, ServerSettings> Rule<T>(Func<Policy, T, Policy> put) =>
        (settings, value) => settings with { Policy = put(settings.Policy, value) };

    private static Func<ServerSettings, T, ServerSettings> Send<T>(Func<SendLimits, T, SendLimits> put) =>
        (settings, value) => settings with { SendLimits = put(settings.SendLimits, value) };

    private static Func<ServerSettings, T, ServerSettings> Password<T>(Func<PasswordLimits, T, PasswordLimits> put) =>
        (settings, value) => settings with { PasswordLimits = put(settings.PasswordLimits, value) };

    private static Func<ServerSettings, T, ServerSettings> Hash<T>(Func<HashLimits, T, HashLimits> put) =>
        (settings, value) => settings with { HashLimits = put(settings.HashLimits, value) };
}
