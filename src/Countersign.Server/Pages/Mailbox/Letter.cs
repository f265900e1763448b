using System.Text.RegularExpressions;

namespace Countersign.Server.Pages.Mailbox;

/// <summary>A piece of a message's text.</summary>
/// <param name="Link">Where it leads; null for plain words.</param>
public sealed record LetterPart(string Text, Uri? Link);

/// <summary>Finds the links of a message that lead to this server.</summary>
public static partial class Letter
{
    /// <summary>The text in pieces, in its order and with nothing left out.</summary>
    public static IEnumerable<LetterPart> Parts(string text, Uri home)
    {
        var done = 0;
        foreach (Match found in Address().Matches(text))
        {
            if (Uri.TryCreate(found.Value, UriKind.Absolute, out var link) && IsOurs(link, home))
            {
                yield return new(text[done..found.Index], null);
                yield return new(found.Value, link);
                done = found.Index + found.Length;
            }
        }

        yield return new(text[done..], null);
    }

    private static bool IsOurs(Uri link, Uri home) =>
        link.GetLeftPart(UriPartial.Authority).Equals(home.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);

    // The full stop after an address ends the sentence and not the address.
    [GeneratedRegex(@"https?://[^\s<>""]*[^\s<>"".,;:!?)]")]
    private static partial Regex Address();
}
