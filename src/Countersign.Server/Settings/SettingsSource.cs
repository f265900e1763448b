using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Settings;

/// <summary>A value as it was given, and the name it was given under.</summary>
internal sealed record GivenValue(string Name, string Text)
{
    /// <summary>How another value is written in the same place; null: as a variable of the environment.</summary>
    public Func<string, string>? Written { get; init; }

    /// <summary>How a right one looks there.</summary>
    public string With(string example) => Written?.Invoke(example) ?? $"{Name}={example}";
}

/// <summary>One place settings come from. Names without their prefix lead to what was given under them.</summary>
internal sealed class SettingsSource
{
    private const string FileTwin = "_FILE";

    // As people write it: nothing here ends up on a web page.
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, GivenValue> given;

    private SettingsSource(IEnumerable<KeyValuePair<string, GivenValue>> given, IEnumerable<string> faults)
    {
        this.given = new(given, StringComparer.OrdinalIgnoreCase);
        Faults = [.. faults, .. this.given.Where(entry => !IsKnown(entry.Key)).Select(entry => Unknown(entry.Key, entry.Value))];
    }

    /// <summary>What is wrong with the place itself, and the names nobody knows.</summary>
    public ImmutableArray<string> Faults { get; }

    /// <summary>
    /// The environment variables that begin with our prefix, and the credentials that a supervisor (systemd, <c>LoadCredential=</c>) put
    /// into a folder for this process alone: <c>countersign_smtp</c> there is a file for COUNTERSIGN_SMTP.
    /// </summary>
    public static SettingsSource OfEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var variables = environment
            .Where(variable => variable.Key.StartsWith(Setting.Prefix, StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create(variable.Key[Setting.Prefix.Length..], Given(variable.Key, variable.Value)))
            .Where(variable => !SettingsTable.NamesOfTheCommandLine.Contains(variable.Key)
                && !ServiceLinks.IsOne(variable.Key, variable.Value.Text))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        foreach (var (name, credential) in Credentials(environment.GetValueOrDefault("CREDENTIALS_DIRECTORY")))
        {
            if (variables.GetValueOrDefault(name) is { Text.Length: > 0 } variable)
                faults.Add($"{variable.Name} and {credential.Name} are both given: give only one of them.");
            else variables[name] = credential;
        }

        return new(variables, faults);
    }

    /// <summary>A JSON object of settings, named as in the environment without the prefix, in either case.</summary>
    public static SettingsSource OfFile(string? file, string dataFolder)
    {
        var path = Path.GetFullPath(file ?? Path.Combine(dataFolder, SettingsReader.FileName));
        if (file is null && !File.Exists(path)) return new([], []);

        try
        {
            using var json = JsonDocument.Parse(TextFile.Read(path),
                new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
            return OfObject(json.RootElement, path, mayMoveData: file is not null);
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber is { } before ? string.Create(CultureInfo.InvariantCulture, $" in line {before + 1}") : "";
            return new([],
            [
                $"The settings file {path} cannot be read, since it is not JSON{line}: {Plain(broken)}. See there to quotation " +
                    "marks, commas and names that stand twice; it must look like {\"issuer\": \"Example Ltd\"}.",
            ]);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return new([], [$"The settings file {path} cannot be read: {FileTrouble.Say(broken)}"]);
        }
    }

    /// <summary>What was given for a setting here; for a secret also through its <c>_FILE</c> twin.</summary>
    public GivenValue? Find(Setting setting, List<string> faults)
    {
        var direct = given.GetValueOrDefault(setting.Name);
        if (!setting.IsSecret || given.GetValueOrDefault(setting.Name + FileTwin) is not { Text.Length: > 0 } twin) return direct;
        if (direct is null or { Text.Length: 0 }) return ReadTwin(twin, faults);

        faults.Add($"{direct.Name} and {twin.Name} are both given: give only one of them.");
        return null;
    }

    private static SettingsSource OfObject(JsonElement json, string path, bool mayMoveData)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new([], [$"The settings file {path} must hold one JSON object, such as {{\"issuer\": \"Example Ltd\"}}."]);

        var entries = json.EnumerateObject().ToList();
        var faults = entries
            .Where(entry => entry.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
            .Select(entry => $"{entry.Name} in {path} must be text, a number, true or false.")
            .ToList();
        if (!mayMoveData && entries.Exists(entry => string.Equals(entry.Name, "data", StringComparison.OrdinalIgnoreCase)))
            faults.Add($"data in {path} would move the folder in which this file was found. Set COUNTERSIGN_DATA instead.");

        return faults.Count > 0 ? new([], faults) : new(entries.Select(
            entry => KeyValuePair.Create(entry.Name, InFile(entry.Name, entry.Value.ToString().Trim(), path))), []);
    }

    private static GivenValue InFile(string name, string text, string path) => new($"{name} in {path}", text)
    {
        Written = example => $"\"{name}\": {JsonSerializer.Serialize(example, Plainly)}",
    };

    // Without the places that count from nothing.
    private static string Plain(JsonException broken) =>
        broken.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ', '|');

    private static IEnumerable<KeyValuePair<string, GivenValue>> Credentials(string? folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{Setting.Prefix.ToLowerInvariant()}*").Order(StringComparer.Ordinal)
                .Select(path => (Path: path, Name: Path.GetFileName(path)))
                .Select(file => KeyValuePair.Create(
                    file.Name[Setting.Prefix.Length..].ToUpperInvariant() + FileTwin,
                    new GivenValue($"the credential {file.Name}", file.Path)))
            : [];

    // Not everything that reads a file of variables takes off the quotes around a value, as a shell does, or the end of a Windows line.
    private static GivenValue Given(string name, string text)
    {
        var trimmed = Trimmed(text);
        return new(name, trimmed is ['"', .., '"'] or ['\'', .., '\''] or ['\u201C' or '\u201E', .., '\u201C' or '\u201D']
            ? Trimmed(trimmed[1..^1])
            : trimmed);
    }

    // What nobody sees comes along when a value is copied from a page or a chat.
    private static string Trimmed(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && IsNothing(text[from])) from++;
        while (from < to && IsNothing(text[to - 1])) to--;
        return text[from..to];
    }

    private static bool IsNothing(char letter) => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format;

    private static GivenValue? ReadTwin(GivenValue twin, List<string> faults)
    {
        if (Directory.Exists(twin.Text))
        {
            faults.Add($"{twin.Name} names {twin.Text}, which is a folder and no file. A container makes one where the file to mount was missing.");
            return null;
        }

        try
        {
            if (TextFile.Read(twin.Text).Trim() is { Length: > 0 } text)
                return new(twin.Name, text) { Written = example => $"{example} in the file {twin.Text}" };

            faults.Add($"{twin.Name} names {twin.Text}, and nothing is in that file.");
            return null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add($"{twin.Name} names a file that cannot be read: {FileTrouble.Say(broken)}");
            return null;
        }
    }

    private static bool IsKnown(string name) =>
        SettingsTable.All.Any(setting => Same(name, setting.Name) || (setting.IsSecret && Same(name, setting.Name + FileTwin)));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // Nothing is suggested that is another word altogether; in a file names stand as they do in a file.
    private static string Unknown(string key, GivenValue value)
    {
        var word = key.ToUpperInvariant();
        var stem = word.EndsWith(FileTwin, StringComparison.Ordinal) ? word[..^FileTwin.Length] : word;
        var (nearest, steps) = SettingsTable.All
            .Select(setting => (setting.Name, Math.Min(Spelling.Distance(word, setting.Name), Spelling.Distance(stem, setting.Name))))
            .MinBy(each => each.Item2);
        var meant = value.Written is null ? Setting.Prefix + nearest : nearest.ToLowerInvariant();
        var suggested = steps <= Math.Max(1, nearest.Length / 2) && steps < word.Length ? $" Did you mean {meant}?" : "";
        return $"{value.Name} is not a setting.{suggested} docs/operate.md lists them all.";
    }
}
