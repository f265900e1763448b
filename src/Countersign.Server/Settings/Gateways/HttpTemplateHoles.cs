using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Countersign.Server.Settings.Gateways;

/// <summary>The holes in the description of a gateway, and where none may be.</summary>
internal static partial class HttpTemplateHoles
{
    // RFC 9110 §5.6.2.
    private const string Marks = "!#$%&'*+-.^_`|~";

    // Who is asked, how long the body is and how it is written is said by what asks (RFC 9110 §6, §7).
    private static readonly string[] NotTheirs = ["Host", "Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect"];

    /// <summary>The names of the holes in a text.</summary>
    public static IEnumerable<string> In(string text) => Hole().Matches(text).Select(hole => hole.Groups[1].Value);

    /// <summary>The names of all holes in a description.</summary>
    public static HashSet<string> Of(HttpTemplate read) => [.. ValuesOf(read).SelectMany(In)];

    /// <summary>Refuses holes where nothing fills them, or where what fills them would say something else.</summary>
    /// <exception cref="FormatException">There is one.</exception>
    public static void Refuse(HttpTemplate read)
    {
        foreach (var (name, value) in read.Headers) RefuseHeader(name, value);
        if (NamesOf(read).Any(name => Written().IsMatch(name))) throw new FormatException("a hole fills values, and no names");
        if (ValuesOf(read).SelectMany(value => Written().Matches(value)).FirstOrDefault(each => !Hole().IsMatch(each.Value)) is { } none)
            throw new FormatException($"{none.Value} is written as a hole and isn't one: their names are small letters");
    }

    private static void RefuseHeader(string name, string value)
    {
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || Marks.Contains(letter, StringComparison.Ordinal)))
            throw new FormatException($"\"{name}\" isn't the name of a header");
        if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || NotTheirs.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new FormatException($"\"{name}\" isn't yours to set: it is said by \"form\", \"json\" and the address");
        if (value.Any(letter => char.IsControl(letter) || letter > '~'))
            throw new FormatException($"\"{name}\" holds a character that no header can carry");
        if (In(value).Any(hole => hole is "text" or "spoken"))
            throw new FormatException("what a message says does not belong into a header");
    }

    private static IEnumerable<string> NamesOf(HttpTemplate read) => read.Form.Select(each => each.Key).Concat(NamesIn(read.Json));

    private static IEnumerable<string> ValuesOf(HttpTemplate read) =>
    [
        read.Path, .. read.Headers.Select(each => each.Value), .. read.Form.Select(each => each.Value), .. TextsIn(read.Json),
    ];

    private static IEnumerable<string> NamesIn(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(each => NamesIn(each.Value).Prepend(each.Key)),
        JsonArray list => list.SelectMany(NamesIn),
        _ => [],
    };

    private static IEnumerable<string> TextsIn(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(each => TextsIn(each.Value)),
        JsonArray list => list.SelectMany(TextsIn),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"\{([a-z][a-z-]*)\}")]
    private static partial Regex Hole();

    // What somebody meant as one.
    [GeneratedRegex(@"\{[A-Za-z0-9 _.-]*\}")]
    private static partial Regex Written();
}
