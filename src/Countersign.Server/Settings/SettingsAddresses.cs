using System.Collections.Immutable;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using Countersign.Core;
using Countersign.Phones;

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
        {
            value = AddressText.Read(text) is { User: null, EndsWithHost: true, Place: var place } ? InAscii(place) : null!;
            return value is not null
                && (value.Scheme == Uri.UriSchemeHttps || (value.Scheme == Uri.UriSchemeHttp && value.IsLoopback));
        });

    /// <summary>A mail server, or <c>none</c>.</summary>
    public static SettingKind<SmtpServer?> MailServer { get; } = new(
        "`none` or `smtp://user:password@host:port` (`smtps://…` for TLS from the first byte, `smtp+plain://…` to go without encryption; " +
            "parts percent-encoded)",
        "smtp://mailer:s3cret@mail.example.org:587",
        (string text, out SmtpServer? value) =>
        {
            value = IsNone(text) ? null : ReadSmtp(text);
            return value is not null || IsNone(text);
        })
    {
        Why = AddressText.Why,
    };

    /// <summary>The name of a host, or its address.</summary>
    public static SettingKind<string> HostName { get; } = new(
        "the name or the address of a host", "login.example.org", (string text, out string value) =>
        {
            value = text.Trim();
            return value.All(char.IsAscii) && Uri.CheckHostName(value) is not UriHostNameType.Unknown;
        });

    /// <summary>Names of hosts, or their addresses, or <c>none</c>.</summary>
    public static SettingKind<ImmutableHashSet<string>> HostNames { get; } = new(
        "`none`, or names or addresses of hosts with commas between them", "hooks.internal,10.0.0.7",
        (string text, out ImmutableHashSet<string> value) =>
        {
            var parts = IsNone(text) ? [] : SettingsKinds.PartsOf(text).Select(part => part.Trim('[', ']')).ToList();
            value = parts.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
            return IsNone(text) || (parts.Count > 0 && parts.All(
                part => part.All(char.IsAscii) && Uri.CheckHostName(part) is not UriHostNameType.Unknown));
        });

    /// <summary>A sender: an address, with or without a name.</summary>
    public static SettingKind<MailSender> Sender { get; } = new(
        "an e-mail address, with or without a name", "Example Login <login@example.org>", (string text, out MailSender value) =>
        {
            var good = MailAddress.TryCreate(text.Trim(), out var address) && !text.Any(char.IsControl) && IsWhole(text.Trim(), address);
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
            var all = SettingsKinds.PartsOf(text) is [var only] && string.Equals(only, "all", StringComparison.OrdinalIgnoreCase);
            value = all ? [.. PhoneCountries.Regions] : [];
            foreach (var part in all ? [] : SettingsKinds.PartsOf(text))
            {
                if (!PhoneCountries.TryParse(part, out var region)) return false;
                value = value.Add(region);
            }

            return all || !value.IsEmpty;
        });

    /// <summary>Beginnings of phone numbers.</summary>
    public static SettingKind<ImmutableArray<PhoneRange>> Ranges { get; } = new(
        "beginnings of phone numbers with their calling code and commas between them", "+1436,+1621",
        (string text, out ImmutableArray<PhoneRange> value) =>
        {
            value = [];
            foreach (var part in text.Replace(" +", ",+", StringComparison.Ordinal).Split([',', ';'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
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
            var parts = SettingsKinds.PartsOf(text).Select(ReadNetwork).ToList();
            value = [.. parts.OfType<IPNetwork>()];
            return value.Length == parts.Count && parts.Count > 0;
        });

    /// <summary>A port on this machine that nobody else can reach, or <c>off</c>.</summary>
    public static SettingKind<IPEndPoint?> LoopbackPort { get; } = new(
        "`off` or an address of the machine itself with a port", "127.0.0.1:9464", (string text, out IPEndPoint? value) =>
        {
            value = null;
            return string.Equals(text, "off", StringComparison.OrdinalIgnoreCase)
                || (IPEndPoint.TryParse(text, out value) && value.Port > 0 && IPAddress.IsLoopback(value.Address));
        });

    /// <summary>Addresses of this machine with ports, or <c>off</c>.</summary>
    public static SettingKind<ImmutableArray<IPEndPoint>> OwnPlaces { get; } = new(
        "`off`, or addresses of the machine with a port, with commas between them", "0.0.0.0:1812",
        (string text, out ImmutableArray<IPEndPoint> value) =>
        {
            value = [];
            if (string.Equals(text.Trim(), "off", StringComparison.OrdinalIgnoreCase)) return true;

            var parts = SettingsKinds.PartsOf(text).Select(each => IPEndPoint.TryParse(each, out var place) ? place : null).ToList();
            value = [.. parts.OfType<IPEndPoint>()];
            return value.Length == parts.Count && parts.Count > 0 && value.All(place => place.Port > 0)
                && value.Distinct().Count() == value.Length;
        });

    /// <summary>An OpenTelemetry collector, or <c>none</c>.</summary>
    public static SettingKind<Uri?> Collector { get; } = new(
        "`none` or an http:// or https:// address without query or user", "http://127.0.0.1:4318", (string text, out Uri? value) =>
        {
            value = AddressText.Read(text) is { User: null, Query: "", Place: var place } ? place : null;
            return IsNone(text) || (value is not null && (value.Scheme == Uri.UriSchemeHttps || value.Scheme == Uri.UriSchemeHttp));
        });

    private static bool IsNone(string text) => string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase);

    private static SmtpServer? ReadSmtp(string text)
    {
        if (AddressText.Read(text) is not { EndsWithHost: true } address || EncryptionOf(address.Place) is not { } encryption) return null;

        var usual = encryption is SmtpEncryption.FromTheStart ? SubmissionsPort : SubmissionPort;
        return new(address.Place.IdnHost, address.Port ?? usual, address.User, address.Password, encryption);
    }

    private static SmtpEncryption? EncryptionOf(Uri server) => server.Scheme switch
    {
        "smtps" => SmtpEncryption.FromTheStart,
        "smtp" => server.IsLoopback ? SmtpEncryption.None : SmtpEncryption.StartTls,
        "smtp+plain" => SmtpEncryption.None,
        _ => null, // an open list: anything else an operator may type
    };

    // What a browser says it comes from, what a cookie is bound to and what a link leads to is written so (RFC 5891, WHATWG URL §3.3).
    private static Uri InAscii(Uri address) => address.HostNameType is UriHostNameType.Dns
        ? new UriBuilder(address) { Host = address.IdnHost }.Uri
        : address;

    // The framework passes over comments and whatever else a mail header may have beside a name and an address, and of two addresses it
    // makes the first the name of the second.
    private static bool IsWhole(string text, MailAddress read) =>
        text == read.Address
        || (text.EndsWith($"<{read.Address}>", StringComparison.Ordinal)
            && Bare(text[..^(read.Address.Length + 2)]) == Bare(read.DisplayName)
            && (text[0] == '"' || !read.DisplayName.Contains('@', StringComparison.Ordinal)));

    private static string Bare(string name) =>
        name.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Trim();

    // The framework takes 10.1 for 10.0.0.1, and 010.0.0.1 for 8.0.0.1.
    private static IPNetwork? ReadNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var start = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(start, out var address)) return null;
        if (address.AddressFamily is AddressFamily.InterNetwork && address.ToString() != start) return null;
        if (slash < 0) return new IPNetwork(address, address.GetAddressBytes().Length * 8);

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
