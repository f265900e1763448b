using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Countersign.TestKit;

/// <summary>A page as a browser got it.</summary>
/// <param name="Location">Where it leads; null when it is a page to read.</param>
/// <param name="Html">The page as it came.</param>
public sealed partial record PageAnswer(int Status, HttpResponseHeaders Headers, string? Location, string Html)
{
    /// <summary>What a person reads: without tags, with one blank between words.</summary>
    public string Text { get; } = Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Hidden().Replace(Html, " "), " ")), " ").Trim();

    /// <summary>The addresses its links lead to.</summary>
    public IReadOnlyList<string> Links => [.. Hrefs().Matches(Html).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value))];

    /// <summary>The addresses its forms go to.</summary>
    public IReadOnlyList<string> Actions => [.. Forms().Matches(Html).Select(form => WebUtility.HtmlDecode(form.Groups["action"].Value))];

    /// <summary>The fields of the form that goes to this address, as they are filled in.</summary>
    public Dictionary<string, string> FormOf(string action)
    {
        var form = Forms().Matches(Html).FirstOrDefault(form => WebUtility.HtmlDecode(form.Groups["action"].Value) == action)
            ?? throw new InvalidOperationException(
                $"The page ({Status}, leads to {Location ?? "nowhere"}) has no form for {action}. It says: {Text}");

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in Inputs().Matches(form.Groups["body"].Value).Select(input => input.Value))
        {
            var isLoose = Attribute(tag, "type") is "checkbox" or "radio" && !Checked().IsMatch(tag);
            if (!isLoose && Attribute(tag, "name") is { } name) fields[name] = Attribute(tag, "value") ?? "";
        }

        foreach (var area in Areas().Matches(form.Groups["body"].Value).AsEnumerable())
            if (Attribute(area.Groups["tag"].Value, "name") is { } name) fields[name] = WebUtility.HtmlDecode(area.Groups["text"].Value);
        return fields;
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\"[^>]*>(?<body>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("(?<tag><textarea[^>]*>)(?<text>.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Areas();

    [GeneratedRegex(@"\schecked\b")]
    private static partial Regex Checked();

    [GeneratedRegex("<a[^>]*\\shref=\"([^\"]*)\"")]
    private static partial Regex Hrefs();

    [GeneratedRegex("<(script|style|svg|head)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
