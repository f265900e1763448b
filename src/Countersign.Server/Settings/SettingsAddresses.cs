using System.Collections.Immutable;
using System.Net;
using System.Net.Mail;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>The kinds of values that name something in the world: servers, proxies, senders, regions.</summary>
public static class SettingsAddresses
{
    // RFC 8314 §7.3 and RFC 6409 §3.1.
    private const int SubmissionsPort = 465;
    private const int SubmissionPort = 587;

    /// <summary>Where people reach us: https, or http on the machine itself; never with a path that links could break on.</summary>
    public static SettingKind<Uri> BaseUrl { get; } = new(
        "an https:// address without path, query or user (http:// only for the machine itself)", "https://login.example.org",
        (string text, out Uri value) =>
            Uri.TryCreate(text.Trim(), UriKind.Absolute, out value!)
            && value is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            && (value.Scheme == Uri.UriSchemeHttps || (value.Scheme == Uri.UriSchemeHttp && value.IsLoopback)));

    /// <summary>A mail server, or <c>none</c>.</summary>
    public static SettingKind<SmtpServer?> MailServer { get; } = new(
        "`none` or `smtp://user:password@host:port` (`smtps://…` for TLS from the first byte, `smtp+plain://…` to go without encryption; " +
            "parts percent-encoded)",
        "smtp://mailer:s3cret@mail.example.org:587",
        (string text, out SmtpServer? value) =>
        {
            value = IsNone(text) ? null : ReadSmtp(text);
            return value is not null || IsNone(text);
        });

    /// <summary>The name of a host, or its address.</summary>
    public static SettingKind<string> HostName { get; } = new(
        "the name or the address of a host", "login.example.org", (string text, out string value) =>
        {
            value = text.Trim();
            return value.All(char.IsAscii) && Uri.CheckHostName(value) is not UriHostNameType.Unknown;
        });

    /// <summary>A gateway for text messages, or <c>none</c>.</summary>
    public static SettingKind<Uri?> Sms { get; } = new(
        "`none` or `webhook+https://host/path` (`webhook+http://…` to go without encryption)", "webhook+https://sms.example.org/send",
        (string text, out Uri? value) =>
        {
            value = IsNone(text) ? null : ReadWebhook(text);
            return value is not null || IsNone(text);
        });

    /// <summary>A sender: an address, with or without a name.</summary>
    public static SettingKind<MailSender> Sender { get; } = new(
        "an e-mail address, with or without a name", "Example Login <login@example.org>", (string text, out MailSender value) =>
        {
            var good = MailAddress.TryCreate(text.Trim(), out var address) && !text.Any(char.IsControl);
            value = good ? new(address!.DisplayName, address.Address) : null!;
            return good;
        });

    /// <summary>One region.</summary>
    public static SettingKind<Region> OneRegion { get; } = new(
        "the two-letter code of a country", "US", PhoneCountries.TryParse);

    /// <summary>Several regions, or all of them.</summary>
    public static SettingKind<ImmutableHashSet<Region>> Regions { get; } = new(
        "two-letter codes of countries with commas between them, or `all`", "US,CA", (string text, out ImmutableHashSet<Region> value) =>
        {
            var all = string.Equals(text.Trim(), "all", StringComparison.OrdinalIgnoreCase);
            value = all ? [.. PhoneCountries.Regions] : [];
            foreach (var part in all ? [] : text.Split(','))
            {
                if (!PhoneCountries.TryParse(part, out var region)) return false;
                value = value.Add(region);
            }

            return true;
        });

    /// <summary>Beginnings of phone numbers.</summary>
    public static SettingKind<ImmutableArray<PhoneRange>> Ranges { get; } = new(
        "beginnings of phone numbers with their calling code and commas between them", "+1436,+1621",
        (string text, out ImmutableArray<PhoneRange> value) =>
        {
            value = [];
            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!PhoneRange.TryParse(part, out var range)) return false;
                value = value.Add(range);
            }

            return true;
        });

    /// <summary>Networks and single addresses.</summary>
    public static SettingKind<ImmutableArray<IPNetwork>> Networks { get; } = new(
        "networks or addresses with commas between them", "10.0.0.0/8,192.0.2.7", (string text, out ImmutableArray<IPNetwork> value) =>
        {
            var parts = text.Split(',', StringSplitOptions.TrimEntries).Select(ReadNetwork).ToList();
            value = [.. parts.OfType<IPNetwork>()];
            return value.Length == parts.Count;
        });

    /// <summary>A port on this machine that nobody else can reach, or <c>off</c>.</summary>
    public static SettingKind<IPEndPoint?> LoopbackPort { get; } = new(
        "`off` or an address of the machine itself with a port", "127.0.0.1:9464", (string text, out IPEndPoint? value) =>
        {
            value = null;
            return string.Equals(text, "off", StringComparison.OrdinalIgnoreCase)
                || (IPEndPoint.TryParse(text, out value) && value.Port > 0 && IPAddress.IsLoopback(value.Address));
        });

    /// <summary>An OpenTelemetry collector, or <c>none</c>.</summary>
    public static SettingKind<Uri?> Collector { get; } = new(
        "`none` or an http:// or https:// address without query or user", "http://127.0.0.1:4318", (string text, out Uri? value) =>
        {
            value = null;
            return IsNone(text) || (Uri.TryCreate(text.Trim(), UriKind.Absolute, out value)
                && value is { Query: "", Fragment: "", UserInfo: "" }
                && (value.Scheme == Uri.UriSchemeHttps || value.Scheme == Uri.UriSchemeHttp));
        });

    private static bool IsNone(string text) => string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase);

    private static SmtpServer? ReadSmtp(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.PathAndQuery is not ("" or "/"))
            return null;
        if (EncryptionOf(uri) is not { } encryption) return null;

        var parts = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var user = parts[0].Length == 0 ? null : parts[0];
        var password = parts.Length == 2 ? new SecretText(parts[1]) : null;
        var usual = encryption is SmtpEncryption.FromTheStart ? SubmissionsPort : SubmissionPort;
        return new(uri.IdnHost, uri.Port > 0 ? uri.Port : usual, user, password, encryption);
    }

    private static SmtpEncryption? EncryptionOf(Uri server) => server.Scheme switch
    {
        "smtps" => SmtpEncryption.FromTheStart,
        "smtp" => server.IsLoopback ? SmtpEncryption.None : SmtpEncryption.StartTls,
        "smtp+plain" => SmtpEncryption.None,
        _ => null, // an open list: anything else an operator may type
    };

    private static Uri? ReadWebhook(string text)
    {
        const string Prefix = "webhook+";
        if (!text.Trim().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        if (!Uri.TryCreate(text.Trim()[Prefix.Length..], UriKind.Absolute, out var uri)) return null;

        return uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp ? uri : null;
    }

    private static IPNetwork? ReadNetwork(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
