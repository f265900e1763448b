namespace Countersign.Core;

/// <summary>
/// A password with a code behind it, where a program has room for the password alone. Pure. It is read in one way only, before anything is
/// compared: to try it in two would cost a guesser one try and us two looks, and would tell by which one it was.
/// </summary>
/// <param name="Password">What is to be compared as password. A secret.</param>
/// <param name="Code">What followed the last comma; null: nothing that has exactly the form of a code did.</param>
public readonly record struct OneField(string Password, string? Code)
{
    private const char Between = ',';

    /// <summary>
    /// Reads it: what follows the last comma is a code if it is six digits, or a recovery code with its hyphens, and nothing else. Whose
    /// password ends like this types a code behind it, whichever: an account without a second factor needs none, and it is passed over.
    /// </summary>
    public static OneField Read(string typed)
    {
        var comma = typed.LastIndexOf(Between);
        return comma >= 0 && IsCode(typed.AsSpan(comma + 1)) ? new(typed[..comma], typed[(comma + 1)..]) : new(typed, null);
    }

    /// <summary>Neither of both.</summary>
    public override string ToString() => "•••";

    private static bool IsCode(ReadOnlySpan<char> text) =>
        text.Length == Core.Code.Length ? text.IndexOfAnyExceptInRange('0', '9') < 0 : IsRecoveryCode(text);

    // Only as it is shown: twelve letters may be the end of a password.
    private static bool IsRecoveryCode(ReadOnlySpan<char> text) =>
        text.Length == BackupCode.Length + 2 && text[4] is '-' && text[9] is '-' && text.Count('-') == 2
        && BackupCode.TryParse(text.ToString(), out _);
}
