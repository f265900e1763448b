using System.Globalization;
using System.Text;

namespace Countersign.Core;

/// <summary>What a user name may look like, and how one is made of an address. Pure.</summary>
public static class SignUpRules
{
    private const int LongestUsername = 40;

    /// <summary>1 to 40 characters: letters, digits, dot, dash, underscore; it begins with a letter or digit and is no address.</summary>
    public static bool IsUsername(string? name) =>
        name is { Length: >= 1 and <= LongestUsername } && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPart);

    /// <summary>
    /// A user name made of what stands before the at sign: accents and apostrophes go, whatever else a name cannot have becomes a dash.
    /// Null when nothing is left.
    /// </summary>
    public static string? UsernameOf(EmailAddress email)
    {
        var local = email.Text[..email.Text.IndexOf('@', StringComparison.Ordinal)];
        if (IsUsername(local)) return local;

        var name = new StringBuilder();
        foreach (var letter in local.Normalize(NormalizationForm.FormKD))
        {
            if (IsPart(letter)) name.Append(letter);
            else if (!IsAccent(letter) && name.Length > 0 && name[^1] != '-') name.Append('-');
        }

        var fitted = $"{name}".Trim('.', '-', '_');
        return fitted.Length == 0 ? null : Cut(fitted, LongestUsername);
    }

    /// <summary>The same name with a number behind it, for the second who would have it.</summary>
    public static string Numbered(string name, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return Cut(name, LongestUsername - digits.Length) + digits;
    }

    private static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';

    private static bool IsAccent(char letter) => letter is '\'' or '\u2019'
        || CharUnicodeInfo.GetUnicodeCategory(letter)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static string Cut(string name, int length) => PlainText.Begin(name, length);
}
