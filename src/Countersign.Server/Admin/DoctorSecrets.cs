using System.Text.Json;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Whether anybody else can read the files that secret settings come from.</summary>
public static class DoctorSecrets
{
    private const string Name = "secrets";
    private const string Twin = "_FILE";
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Looks at the file of each secret that the environment names, and at the settings file if there are secrets in it.</summary>
    /// <param name="named">The settings file that was named; null: the one in the data folder, if there is one.</param>
    public static IReadOnlyList<Finding> Look(IReadOnlyDictionary<string, string> environment, string? named, ServerSettings settings)
    {
        var secrets = SettingsTable.All.Where(setting => setting.IsSecret).Select(setting => setting.Name).ToList();
        var files = secrets.Select(name => environment.GetValueOrDefault(Setting.Prefix + name + Twin)).OfType<string>()
            .Append(FileWithSecrets(named ?? Path.Combine(settings.DataFolder, SettingsReader.FileName), secrets)).OfType<string>()
            .Where(File.Exists).Distinct(StringComparer.Ordinal).ToList();
        var open = files.Where(path => (DataFolder.OpenToOthers(path) & Others) is not UnixFileMode.None).ToList();
        return files.Count == 0 ? [] :
        [
            .. Finding.Of(
                Name,
                [.. open.Select(path => $"everybody on this machine can read {path}. Run `chmod o= {path}`, and change the secret in it")],
                "the files that they come from are closed to others"),
        ];
    }

    private static string? FileWithSecrets(string path, List<string> secrets)
    {
        if (!File.Exists(path)) return null;

        using var json = JsonDocument.Parse(
            TextFile.Read(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var names = json.RootElement.EnumerateObject().Select(entry => entry.Name);
        return names.Intersect(secrets, StringComparer.OrdinalIgnoreCase).Any() ? path : null;
    }
}
