namespace Countersign.Core;

/// <summary>What a user name may look like. Pure.</summary>
public static class SignUpRules
{
    /// <summary>3 to 40 characters: letters, digits, dot, dash, underscore; it begins with a letter or digit and is no address.</summary>
    public static bool IsUsername(string? name) =>
        name is { Length: >= 3 and <= 40 } && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
