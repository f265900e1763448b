using System.Text.RegularExpressions;

namespace Countersign.Server.Hosting;

/// <summary>
/// The net under the log. Secrets have types that do not print; should one slip into a text all the same, it is blanked
/// here by its shape: our tokens, setup addresses, credentials in addresses and headers.
/// </summary>
public static partial class Redaction
{
    private const string Blank = "•••";

    /// <summary>The text without secrets, and without characters that could forge a line or drive a terminal.</summary>
    public static string Clean(string text) =>
        Control().Replace(Credentials().Replace(Named().Replace(Tokens().Replace(text, Blank), $"$1{Blank}"), $"$1{Blank}@"), " ");

    [GeneratedRegex(@"\b(?:tfs|ses|key|lnk|tok|prg)_[A-Za-z0-9_-]{16,}|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|otpauth://\S+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex(
        """(\b(?:secret|code|code_verifier|backup_code|password|token|session_key|api_key)""" +
        """["']?\s*[=:]\s*["']?|\b(?:Bearer|Basic)\s+)[^\s"'&,;}]+""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^\s/@]+@", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+", RegexOptions.CultureInvariant)]
    private static partial Regex Control();
}
