using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Core;

namespace Countersign.Server.Delivery.Wording;

/// <summary>Where an operator wrote a text.</summary>
public sealed record OwnText(string File, int Line, string Template)
{
    /// <summary>The place, as faults begin.</summary>
    public string Place => $"{File}:{Line}";
}

/// <summary>What an operator words otherwise than we do, checked: see <see cref="OwnTextsFile"/>.</summary>
/// <param name="Of">By language, and by the name of an <see cref="OwnKey"/>.</param>
public sealed partial record OwnTexts(ImmutableDictionary<Language, ImmutableDictionary<string, OwnText>> Of)
{
    /// <summary>Nothing is worded otherwise.</summary>
    public static OwnTexts None { get; } = new(ImmutableDictionary<Language, ImmutableDictionary<string, OwnText>>.Empty);

    /// <summary>How many there are.</summary>
    public int Count => Of.Values.Sum(texts => texts.Count);

    internal OwnText? Find(Language language, string key) => Of.GetValueOrDefault(language)?.GetValueOrDefault(key);

    /// <summary>The names in the braces of a text, as often as they stand there.</summary>
    internal static IEnumerable<string> Holes(string template) => Braces().Matches(template).Select(match => match.Groups[1].Value);

    /// <summary>What is left of a text without its holes.</summary>
    internal static string Around(string template) => Braces().Replace(template, "");

    /// <summary>A text with something in each hole; null where there is nothing for one.</summary>
    internal static string? Fill(string template, IReadOnlyDictionary<string, string?> values) =>
        Holes(template).All(hole => values.GetValueOrDefault(hole) is not null)
            ? Braces().Replace(template, match => values[match.Groups[1].Value]!)
            : null;

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Braces();
}
