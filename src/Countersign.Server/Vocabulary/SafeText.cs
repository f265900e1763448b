using System.Text.RegularExpressions;
using Countersign.Core;

namespace Countersign.Server.Vocabulary;

/// <summary>
/// Takes the sting out of text that somebody else chose: a caller who knows the password also chooses the
/// <c>User-Agent</c> that our notice shows, and must not be able to put a link or a line of his own into it.
/// </summary>
internal static partial class SafeText
{
    private const int Longest = 80;

    /// <summary>One line of at most 80 characters that no mail program takes for a link or an address.</summary>
    public static string OneLine(string text)
    {
        var safe = Spaces().Replace(Stings().Replace(text, " "), " ").Trim();
        return safe.Length <= Longest ? safe : $"{PlainText.Begin(safe, Longest - 1)}…";
    }

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>]|@|://|\.(?=\p{L})")]
    private static partial Regex Stings();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
