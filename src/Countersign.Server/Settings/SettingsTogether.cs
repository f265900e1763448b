using System.Globalization;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Settings;

/// <summary>What no setting can know alone: settings that need each other or contradict each other.</summary>
public static class SettingsTogether
{
    private static readonly IdnMapping Idn = new();

    private static readonly string DefaultSender = new ServerSettings().MailFrom.Address;

    /// <summary>A line for each fault.</summary>
    public static IEnumerable<string> Faults(ServerSettings s)
    {
        if (s.Smtp is { } smtp && !IsHere(smtp.Host) && s.MailFrom.Address == DefaultSender)
            yield return "COUNTERSIGN_SMTP names a mail server, but COUNTERSIGN_MAIL_FROM is missing: no server takes mail from this " +
                "machine's own name. Example: COUNTERSIGN_MAIL_FROM=\"Example Login <login@example.org>\"";

        if (s.SmtpAccess.TokenFile is not null && s.Smtp is not { User: not null, Password: null })
            yield return "COUNTERSIGN_SMTP_TOKEN_FILE is given, and COUNTERSIGN_SMTP must then name a user and no password. Example: " +
                "COUNTERSIGN_SMTP=smtp://login%40example.org@mail.example.org";

        if (IsPlainElsewhere(s.Smtp) && !s.PlainAllowed.Contains(PlainWay.Mail))
            yield return "COUNTERSIGN_SMTP would send codes and links to another machine without encryption. Use smtp:// or smtps://, or " +
                "say by name that everybody on the way may read them. Example: COUNTERSIGN_ALLOW_PLAIN=smtp";

        if (s.MailSigning.Domain is { Length: > 0 } domain && !IsOver(domain, s.MailFrom.Address))
            yield return $"COUNTERSIGN_DKIM_DOMAIN is \"{domain}\", and must be the domain of COUNTERSIGN_MAIL_FROM or one above it. " +
                "Example: COUNTERSIGN_DKIM_DOMAIN=example.org";

        foreach (var fault in SmsFaults(s)) yield return fault;

        if (s.BreachedPasswords is { } list && !Path.Exists(list))
            yield return $"COUNTERSIGN_BREACHED_PASSWORDS is \"{list}\", and there is neither a file nor a folder. Example: " +
                "COUNTERSIGN_BREACHED_PASSWORDS=/var/lib/breached/sha1-by-hash.txt";

        if (IsPlainElsewhere(s.Collector) && !s.PlainAllowed.Contains(PlainWay.Measurements))
            yield return "COUNTERSIGN_OTLP would send what is measured to another machine without encryption. Use https://, or say by " +
                "name that everybody on the way may read it. Example: COUNTERSIGN_ALLOW_PLAIN=otlp";

        if (s is { TracesInHundred: > 0, Collector: null })
            yield return "COUNTERSIGN_TRACES is given, and COUNTERSIGN_OTLP must then name the collector that they are sent to. Example: " +
                "COUNTERSIGN_OTLP=http://127.0.0.1:4318";

        if (s.Policy.FirstLock > s.Policy.LongestLock)
            yield return "COUNTERSIGN_FIRST_LOCK is longer than COUNTERSIGN_LONGEST_LOCK. Example: COUNTERSIGN_FIRST_LOCK=15m";

        if (s.Policy.SessionIdle > s.Policy.SessionLife)
            yield return "COUNTERSIGN_SESSION_IDLE is longer than COUNTERSIGN_SESSION_LIFE. Example: COUNTERSIGN_SESSION_IDLE=1h";

        if (s.Policy.ShortBudget > s.Policy.LongBudget || s.Policy.ShortBudgetWindow > s.Policy.LongBudgetWindow)
            yield return "COUNTERSIGN_FAILURES_SHORT allows more, or lasts longer, than COUNTERSIGN_FAILURES_LONG. Example: " +
                "COUNTERSIGN_FAILURES_SHORT=20/24h";

        if (s.PasswordLimits.FirstWait > s.PasswordLimits.LongestWait)
            yield return "COUNTERSIGN_PASSWORD_FIRST_WAIT is longer than COUNTERSIGN_PASSWORD_LONGEST_WAIT. Example: " +
                "COUNTERSIGN_PASSWORD_FIRST_WAIT=1s";
    }

    private static IEnumerable<string> SmsFaults(ServerSettings s)
    {
        foreach (var (number, gateway) in s.Sms.Gateways)
        {
            if (IsPlainElsewhere(gateway.Address) && !s.PlainAllowed.Contains(PlainWay.TextMessages))
                yield return $"{SmsSettings.NameOf(number)} would send codes to another machine without encryption. Use " +
                    $"{(gateway is WebhookGateway ? "webhook+https://" : "an https:// address")}, or say by name that everybody on the " +
                    "way may read them. Example: COUNTERSIGN_ALLOW_PLAIN=sms";

            if (gateway is MailGateway && s.Smtp is null)
                yield return $"{SmsSettings.NameOf(number)} sends text messages as mail, and COUNTERSIGN_SMTP must then name the mail " +
                    "server. Example: COUNTERSIGN_SMTP=smtp://mailer:s3cret@mail.example.org:587";
        }

        if (s.Sms.IsOn && s.Sms.Gateways.Values.All(gateway => gateway.Calls))
            yield return "COUNTERSIGN_SMS names only gateways that call people, and none that sends text messages. Name one, too. " +
                "Example: COUNTERSIGN_SMS_2=twilio://ACCOUNT_SID:AUTH_TOKEN@%2B15005550006";

        foreach (var (country, _) in s.Sms.Routes.ByCountry.Where(way => CallsTooEarly(way.Value, s.Sms)))
            yield return $"COUNTERSIGN_SMS_ROUTES has people of {country} called before, or instead of, a text message. Gateways that " +
                "call come last, behind one that writes. Example: COUNTERSIGN_SMS_ROUTES=\"*:1>2\"";

        var named = s.Sms.Routes.ByCountry.Values.SelectMany(route => route.Gateways).Distinct().Order();
        foreach (var missing in named.Where(number => !s.Sms.Gateways.ContainsKey(number)))
            yield return $"COUNTERSIGN_SMS_ROUTES names gateway {missing}, and {SmsSettings.NameOf(missing)} is none. Example: " +
                "COUNTERSIGN_SMS_ROUTES=\"*:1\"";
    }

    private static bool CallsTooEarly(SmsRoute way, SmsSettings sms)
    {
        var steps = way.Steps.Select(
            step => step.Select(each => sms.Gateways.GetValueOrDefault(each.Gateway)?.Calls is true).ToList()).ToList();
        var first = steps.FindIndex(step => step.Contains(true));
        return first == 0 || (first > 0 && steps.Skip(first).Any(step => step.Contains(false)));
    }

    /// <summary>Whether mail leaves the machine in the clear.</summary>
    public static bool IsPlainElsewhere(SmtpServer? server) => server is { Encryption: SmtpEncryption.None } && !IsHere(server.Host);

    /// <summary>Whether text messages to a gateway, or what is measured to a collector, leave the machine in the clear.</summary>
    public static bool IsPlainElsewhere(Uri? there) => there is { IsLoopback: false } && there.Scheme == Uri.UriSchemeHttp;

    // RFC 7489 §3.1.1: whoever reads the address believes a signature of its domain, or of one that it belongs to.
    private static bool IsOver(string domain, string address) =>
        $".{Idn.GetAscii(address[(address.LastIndexOf('@') + 1)..])}".EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);

    private static bool IsHere(string host) => new UriBuilder(Uri.UriSchemeHttp, host).Uri.IsLoopback;
}
