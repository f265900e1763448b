using System.Collections.Immutable;
using Countersign.Core;

namespace Countersign.Server.Settings;

/// <summary>What came of reading the settings: either the settings, or what is wrong with them, a line per fault.</summary>
public sealed record SettingsOutcome(ServerSettings? Settings, ImmutableArray<string> Faults);

/// <summary>
/// Reads the settings: defaults, then the file, then the environment, which wins. Everything that is wrong is said at
/// once, each fault with the line that mends it; the value of a secret is never shown.
/// </summary>
public static class SettingsReader
{
    /// <summary>The name of the settings file in the data folder.</summary>
    public const string FileName = "countersign.json";

    // People keep their number when they move, and the number does not tell on which side of the border they live.
    private static readonly ImmutableHashSet<Region> Neighbours = [Region.Of("US"), Region.Of("CA")];

    /// <summary>Reads what the process was given.</summary>
    /// <param name="environment">The environment variables; those of others are left alone.</param>
    /// <param name="file">A settings file that must exist; null: <see cref="FileName"/> in the data folder, if there is one.</param>
    public static SettingsOutcome Read(IReadOnlyDictionary<string, string> environment, string? file)
    {
        var fromEnvironment = SettingsSource.OfEnvironment(environment);
        var fromFile = SettingsSource.OfFile(file, DataFolder(fromEnvironment));
        var faults = new List<string>([.. fromFile.Faults, .. fromEnvironment.Faults]);

        var settings = new ServerSettings();
        foreach (var setting in SettingsTable.All)
        {
            var given = fromEnvironment.Find(setting, faults) ?? fromFile.Find(setting, faults);
            settings = given is { Text.Length: > 0 }
                ? ApplyGiven(settings, setting, given, faults)
                : ApplyDefault(settings, setting);
        }

        settings = Complete(settings);
        faults.AddRange(SettingsTogether.Faults(settings));
        return faults.Count == 0 ? new(settings, []) : new(null, [.. faults]);
    }

    private static string DataFolder(SettingsSource environment)
    {
        var data = SettingsTable.All.Single(setting => setting.Name == "DATA");
        var text = environment.Find(data, [])?.Text;
        return string.IsNullOrWhiteSpace(text) ? data.Default : text;
    }

    private static ServerSettings ApplyDefault(ServerSettings settings, Setting setting) =>
        setting.Default.Length == 0 ? settings : setting.Apply(settings, setting.Default)!;

    private static ServerSettings ApplyGiven(ServerSettings settings, Setting setting, GivenValue given, List<string> faults)
    {
        if (setting.Apply(settings, given.Text) is { } applied) return applied;

        var shown = setting.IsSecret || MayHoldASecret(given.Text) ? "has a value that is not allowed" : $"is \"{given.Text}\"";
        var why = setting.Why(given.Text);
        faults.Add(why is not null && setting.SaysWhyAlone
            ? $"{given.Name} {shown}. {why}"
            : $"{given.Name} {shown}: it must be {setting.Allowed}.{(why is null ? "" : $" {why}")} Example: {given.With(setting.Example)}");
        return settings;
    }

    // An address is not meant to have a user or a query here, and was given one.
    private static bool MayHoldASecret(string text) =>
        text.Contains("://", StringComparison.Ordinal) && text.AsSpan().ContainsAny("@?#");

    // What is empty takes its value from another setting.
    private static ServerSettings Complete(ServerSettings settings) => settings with
    {
        KeyFile = settings.KeyFile.Length > 0 ? settings.KeyFile : Path.Combine(settings.DataFolder, "keys"),
        SmtpAccess = settings.SmtpAccess.HeloName.Length > 0
            ? settings.SmtpAccess
            : settings.SmtpAccess with { HeloName = WholeName(settings.BaseUrl) },
        SendLimits = settings.SendLimits.SmsCountries.Count > 0
            ? settings.SendLimits
            : settings.SendLimits with
            {
                SmsCountries =
                Neighbours.Contains(settings.DefaultRegion) ? Neighbours : [settings.DefaultRegion]
            },
    };

    // A name without a dot, or an address behind a proxy, is none that a mail server would believe.
    private static string WholeName(Uri url) =>
        url.HostNameType is UriHostNameType.Dns && url.IdnHost.Contains('.', StringComparison.Ordinal) ? url.IdnHost : "";
}
