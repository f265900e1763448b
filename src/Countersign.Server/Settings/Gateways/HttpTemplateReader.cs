using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Shared;

namespace Countersign.Server.Settings.Gateways;

/// <summary>Reads the description of a gateway, and says exactly what in it is wrong.</summary>
internal static class HttpTemplateReader
{
    private static readonly string[] Known =
        ["name", "method", "api", "path", "headers", "form", "json", "fields", "answers", "reference", "reports"];

    private static readonly string[] KnownOfAnswer = ["status", "at", "is", "means"];
    private static readonly string[] KnownOfReports = ["at", "delivered", "failed"];

    private static readonly ImmutableArray<string> Given =
        ["to", "to-digits", "to-number", "text", "spoken", "language", "id", "from", "report"];

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message says why, and quotes names alone.</exception>
    public static HttpTemplate Read(string text, string name)
    {
        var all = Parse(text);
        RefuseUnknown(all, Known, "");

        var read = new HttpTemplate(
            OptionalText(all, "name") ?? name, OptionalText(all, "method") ?? "POST", OptionalText(all, "api"), Text(all, "path"),
            Texts(all, "headers"), Texts(all, "form"), all["json"]?.DeepClone(), Words(all, "fields"), Answers(all),
            OptionalText(all, "reference"), Reports(all));
        HttpTemplateHoles.Refuse(read);
        var holes = HttpTemplateHoles.Of(read);
        Check(read, holes);
        HttpTemplateIdle.Refuse(read, holes, Given);
        return read with { Calls = holes.Contains("spoken") };
    }

    private static void RefuseUnknown(JsonObject all, string[] known, string where)
    {
        if (all.FirstOrDefault(each => !known.Contains(each.Key)).Key is not { } unknown) return;

        throw Wrong($"nobody knows \"{unknown}\"{where}{(Nearest.Of(unknown, known) is { } near ? $"; did you mean \"{near}\"?" : "")}");
    }

    private static void Check(HttpTemplate read, HashSet<string> holes)
    {
        if (read.Method is not ("GET" or "POST" or "PUT")) throw Wrong("\"method\" is GET, POST or PUT");
        if (read.Api is not null && GatewayText.ReadApi(read.Api) is null) throw Wrong("\"api\" isn't an http or https address");
        if (!read.Path.StartsWith('/')) throw Wrong("\"path\" begins with a slash");
        if (read.Path.Any(letter => letter == '#' || char.IsWhiteSpace(letter) || char.IsControl(letter)))
            throw Wrong("\"path\" holds a character that ends an address: `#`, a blank or a line break");
        if (read.Form.Length > 0 && read.Json is not null) throw Wrong("give \"form\" or \"json\", and not both");

        if (holes.FirstOrDefault(hole => !Given.Contains(hole) && !read.Fields.Contains(hole)) is { } unknown)
            throw Wrong($"nothing fills the hole {{{unknown}}}: name it in \"fields\"");
        if (!holes.Overlaps(["text", "spoken"]))
            throw Wrong("the hole {text} is missing, or {spoken} for one that calls: the message would say nothing");
        if (holes.IsSupersetOf(["text", "spoken"])) throw Wrong("give {text} or {spoken}, and not both: a gateway writes or calls");
        if (!holes.Overlaps(["to", "to-digits", "to-number"])) throw Wrong("the hole {to} is missing: the message would go to nobody");
        if (read.Reports is not null && !holes.Contains("report")) throw Wrong("\"reports\" needs the hole {report}, where they go to");
        if (read.Reports is null && holes.Contains("report"))
            throw Wrong("the hole {report} needs \"reports\", or nobody reads what comes there");
        if (HttpTemplateHoles.In(read.Path).Any(hole => hole is "text" or "spoken" or "to" or "to-digits" or "to-number"))
            throw Wrong("what a message says, and to whom, does not belong into an address");
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject ?? throw Wrong("it must hold one JSON object");
        }
        catch (JsonException broken)
        {
            throw Wrong($"it isn't JSON, from line {broken.LineNumber + 1}");
        }
    }

    private static ImmutableArray<AnswerRule> Answers(JsonObject all) =>
        all["answers"] switch
        {
            null => throw Wrong("\"answers\" is missing"),
            JsonArray { Count: > 0 } rules => [.. rules.Select(rule => Answer(rule as JsonObject ?? throw Wrong("an answer is an object")))],
            _ => throw Wrong("\"answers\" must be a list of one answer or more"),
        };

    private static AnswerRule Answer(JsonObject rule)
    {
        RefuseUnknown(rule, KnownOfAnswer, " in an answer");
        var status = Text(rule, "status").Split('-');
        if (!int.TryParse(status[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(status[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) || status.Length > 2 || to < from
            || from < 100 || to > 599)
            throw Wrong("\"status\" of an answer is one such as \"200\", or two with a dash between them, from 100 to 599");

        var (at, words) = (OptionalText(rule, "at"), Words(rule, "is"));
        if (at is null && rule.ContainsKey("is")) throw Wrong("\"is\" of an answer needs \"at\", the place where its words stand");

        return new(from, to, at, words, Text(rule, "means") switch
        {
            "taken" => AnswerMeaning.Taken,
            "refused" => AnswerMeaning.Refused,
            "our-fault" => AnswerMeaning.OurFault,
            "later" => AnswerMeaning.Later,
            _ => throw Wrong("\"means\" of an answer is taken, refused, our-fault or later"), // an open list
        });
    }

    private static ReportRule? Reports(JsonObject all)
    {
        if (all["reports"] is null) return null;
        if (all["reports"] is not JsonObject reports) throw Wrong("\"reports\" must be an object");

        RefuseUnknown(reports, KnownOfReports, " in \"reports\"");
        var rule = new ReportRule(Text(reports, "at"), Words(reports, "delivered"), Words(reports, "failed"));
        if (rule.Delivered.FirstOrDefault(word => rule.Failed.Contains(word)) is { } both)
            throw Wrong($"\"{both}\" is delivered and failed in \"reports\"");

        return rule.Delivered.Length > 0 ? rule : throw Wrong("\"delivered\" must hold a word, or nothing is ever known to arrive");
    }

    private static string Text(JsonObject all, string name) => OptionalText(all, name) ?? throw Wrong($"\"{name}\" is missing");

    private static string? OptionalText(JsonObject all, string name) => all[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => text,
        _ => throw Wrong($"\"{name}\" must be text"),
    };

    private static ImmutableArray<string> Words(JsonObject all, string name) => all[name] switch
    {
        null => [],
        JsonArray words when words.All(word => word?.GetValueKind() is JsonValueKind.String) =>
            [.. words.Select(word => word!.GetValue<string>())],
        _ => throw Wrong($"\"{name}\" must be a list of texts"),
    };

    private static ImmutableArray<KeyValuePair<string, string>> Texts(JsonObject all, string name) => all[name] switch
    {
        null => [],
        JsonObject texts => [.. texts.Select(each => KeyValuePair.Create(each.Key, Text(texts, each.Key)))],
        _ => throw Wrong($"\"{name}\" must be an object of texts"),
    };

    private static FormatException Wrong(string what) => new(what);
}
