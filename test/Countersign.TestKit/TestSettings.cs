using Countersign.Server.Settings;

namespace Countersign.TestKit;

/// <summary>
/// The settings of a test server, as environment variables: the same for a server in this process and for one of its own.
/// Limits on sending are out of the way unless a test sets them; those on guessing are the defaults.
/// </summary>
internal static class TestSettings
{
    private static readonly (string Name, string Value)[] Relaxed =
    [
        ("ISSUER", "Countersign"), ("SIGN_UP", "open"), ("SMS_COUNTRIES", "US,CA,GB,DE,FI"),
        ("SMS_PER_ACCOUNT_SHORT", "100/10m"), ("SMS_PER_ACCOUNT_LONG", "1000/1d"), ("SMS_PER_NUMBER_SHORT", "100/1h"),
        ("SMS_PER_NUMBER_LONG", "1000/1d"),
        ("SMS_PER_NEW_NUMBER", "100/1h"), ("SMS_PER_ADDRESS", "10000/1h"), ("SMS_PER_PREFIX", "10000/1h"),
        ("SMS_CONVERSION_PERCENT", "0"), ("EMAIL_PER_ACCOUNT", "1000/1h"), ("EMAIL_PER_ADDRESS", "10000/1h"),
        ("PASSWORD_PER_ADDRESS", "100000/5m"), ("CONNECTIONS_PER_ADDRESS", "5000"),
        ("EMAIL_PER_TARGET", "100"), ("SIGN_UP_TIME", "0s"), ("DRAIN", "0s"),
    ];

    /// <summary>Stands for the port of the server in what a test sets.</summary>
    internal const string OwnPort = "{port}";

    /// <summary>All variables of one server.</summary>
    /// <param name="database">Null: the file in the folder.</param>
    public static Dictionary<string, string> Variables(
        string folder, string? database, string url, Inbox inbox, IEnumerable<(string Name, string Value)> own)
    {
        (string, string)[] places =
            [("DATA", folder), ("DATABASE", database ?? "sqlite"),
                ("BASE_URL", url), ("SMTP", inbox.SmtpUri), ("SMS", inbox.SmsUri), ("SMS_SECRET", Inbox.SmsSecret)];
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Relaxed.Concat(places).Concat(own))
            variables[$"COUNTERSIGN_{name}"] = value.Replace(OwnPort, $"{new Uri(url).Port}", StringComparison.Ordinal);
        return variables;
    }

    /// <summary>What the server makes of them.</summary>
    public static ServerSettings Read(IReadOnlyDictionary<string, string> variables)
    {
        var outcome = SettingsReader.Read(variables, file: null);
        return outcome.Settings ?? throw new ArgumentException(string.Join(Environment.NewLine, outcome.Faults), nameof(variables));
    }
}
