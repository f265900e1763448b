using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery.Wording;

/// <summary>
/// Reads the folder of an operator's texts: a file for each language, <c>de.txt</c>, with a line <c>key = text</c> for each. Whatever is
/// wrong is said at once, a sentence each, with its file and line.
/// </summary>
internal sealed class OwnTextsFile(string path)
{
    private const string Ending = ".txt";

    private readonly Dictionary<string, OwnText> texts = new(StringComparer.Ordinal);
    private readonly List<string> faults = [];

    /// <summary>All texts of a folder, whose form is right; what they make is another's to look at.</summary>
    public static (OwnTexts Texts, IReadOnlyList<string> Faults) ReadAll(string folder)
    {
        if (!Directory.Exists(folder))
            return (OwnTexts.None, [$"COUNTERSIGN_TEXTS names {folder}, and there is no such folder. Make it, or take the setting out."]);

        var faults = new List<string>();
        var all = ImmutableDictionary.CreateBuilder<Language, ImmutableDictionary<string, OwnText>>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(IsMeant).Order(StringComparer.Ordinal))
        {
            if (LanguageOf(path) is { } language)
            {
                var file = new OwnTextsFile(path);
                file.Read();
                all[language] = file.texts.ToImmutableDictionary(StringComparer.Ordinal);
                faults.AddRange(file.faults);
            }
            else
                faults.Add($"{path}: texts are looked for in {Names}, a file for each language that is spoken here. Rename it, or move it away.");
        }

        return (new(all.ToImmutable()), faults);
    }

    // What editors and mounted volumes leave beside a file.
    private static bool IsMeant(string path) => !Path.GetFileName(path).StartsWith('.') && !path.EndsWith('~');

    private static Language? LanguageOf(string path) =>
        Path.GetExtension(path) == Ending ? Languages.Find(Path.GetFileNameWithoutExtension(path)) : null;

    private static string Names => string.Join(" and ", Languages.All.Select(language => language.Code() + Ending));

    private void Read()
    {
        try
        {
            foreach (var (at, line) in TextFile.Read(path).ReplaceLineEndings("\n").Split('\n').Index()) ReadLine(at + 1, line.Trim());
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            faults.Add(unread is IOException ? unread.Message : $"{path} cannot be read by the user of the server. Give it leave to.");
        }
    }

    private void ReadLine(int number, string line)
    {
        if (line.Length == 0 || line[0] == '#') return;

        var place = $"{path}:{number}";
        var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts is not [{ Length: > 0 } name, { Length: > 0 } template])
            faults.Add($"{place}: a line is a key, = and a text. To keep our own text, leave the line out; a note begins with #.");
        else if (OwnKeys.Find(name) is not { } key)
            faults.Add($"{place}: {Shown(name)} isn't the key of a text. `countersign-server message keys` lists them all.");
        else if (texts.TryGetValue(name, out var before))
            faults.Add($"{place}: {name} stands in line {before.Line} already. Take one of the two out.");
        else
            Take(key, new(path, number, template));
    }

    private void Take(OwnKey key, OwnText text)
    {
        texts[key.Name] = text;
        if (FaultOf(key, text.Template) is { } fault) faults.Add($"{text.Place}: {key.Name} {fault}");
    }

    private static string? FaultOf(OwnKey key, string template)
    {
        var holes = OwnTexts.Holes(template).ToList();
        if (template.Length > OwnKey.Longest) return $"is longer than {OwnKey.Longest} letters. Shorten it.";
        if (!PlainText.Holds(template) || PlainText.HasUntypable(template))
            return "has a character that doesn't belong into a text, such as a tab. Take it out.";
        if (OwnTexts.Around(template).AsSpan().ContainsAny('{', '}'))
            return "has a brace that belongs to nothing: braces stand around the name of a hole. Take it out.";
        if (holes.Find(hole => !key.Holes.Contains(hole)) is { } unknown) return $"has {{{Shown(unknown)}}}, {Unknown(key, unknown)}";
        if (key.IsHeard && holes.Count(hole => hole is Hole.Code) is < OwnKey.LeastHeard or > OwnKey.MostHeard) return Heard(holes);
        if (key.Once.FirstOrDefault(hole => !holes.Contains(hole)) is { } missing)
            return $"lacks {{{missing}}}, without which the message helps nobody. Put it in, once.";
        if (holes.Where(hole => !key.IsHeard || hole is not Hole.Code).GroupBy(hole => hole)
            .FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
            return $"has {{{twice}}} twice. Take one of them out.";

        return null;
    }

    private static string Heard(List<string> holes) => holes.Count(hole => hole is Hole.Code) switch
    {
        0 => "lacks {code}, without which the call helps nobody. Put it in, twice.",
        1 => "has {code} once. Whoever has no pen at hand needs it again: put it in twice.",
        _ => string.Create(CultureInfo.InvariantCulture, $"has {{code}} more than {OwnKey.MostHeard} times. Take some of them out."),
    };

    private static string Unknown(OwnKey key, string hole)
    {
        var may = $"It may have {string.Join(", ", key.Braced)}.";
        return hole is Hole.Code or Hole.Link or Hole.Token && key.Holes.Contains(Hole.Usual)
            ? $"which the message has in a place of its own and nowhere else. Take it out. {may}"
            : $"and nothing fills that here. Mend it. {may}";
    }

    private static string Shown(string typed) => typed.Length <= 40 ? typed : $"{typed[..40]}…";
}
