using System.Collections.Frozen;
using System.Text;

namespace Countersign.Core;

/// <summary>Why a password is not taken.</summary>
public enum PasswordRefusal
{
    TooShort,
    TooLong,
    NotText,
    Common,
    Personal,

    /// <summary>It stands on a list of passwords from breaches, which an operator keeps.</summary>
    Breached,

    /// <summary>The account had it when a second factor was set up with it alone: whoever did that knows it.</summary>
    KnownToOthers,
}

/// <summary>What an installation asks of a password.</summary>
/// <param name="MinLength">Fewest characters, 8 by default; 15 is right where no second factor follows (NIST SP 800-63B §3.1.1.2).</param>
public sealed record PasswordPolicy(int MinLength = 8);

/// <summary>
/// Which passwords are good enough: long enough, not one that everybody tries first, not the person's own name.
/// No rules about kinds of characters and no expiry (ASVS 6.2.5, 6.2.10). Length counts Unicode code points after NFC.
/// </summary>
public static class PasswordRules
{
    /// <summary>Most characters a password may have.</summary>
    public const int MaxLength = 128;

    private const string ProductName = "countersign";
    private const int ShortestWord = 3;
    private const int LeastBesideAWord = 6;

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>The one spelling of a password that is hashed, NFC (NIST SP 800-63B §3.1.1.2); null if it is no text.</summary>
    public static string? Canonical(string password) => PlainText.Holds(password) ? password.Normalize(NormalizationForm.FormC) : null;

    /// <summary>Why a password is refused, or null if it is good.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="policy">What this installation asks.</param>
    /// <param name="personal">Words that belong to the person: user name, e-mail address, phone number.</param>
    public static PasswordRefusal? Check(string password, PasswordPolicy policy, params IEnumerable<string> personal)
    {
        // A megabyte is not worth normalising; composing turns at most four code points, eight chars, into one.
        if (password.Length > MaxLength * 8) return PasswordRefusal.TooLong;
        if (Canonical(password) is not { } canonical || PlainText.HasUntypable(canonical)) return PasswordRefusal.NotText;

        var length = canonical.EnumerateRunes().Count();
        if (length < policy.MinLength) return PasswordRefusal.TooShort;
        if (length > MaxLength) return PasswordRefusal.TooLong;

        var folded = canonical.ToLowerInvariant();
        if (Common.Value.Contains(folded)) return PasswordRefusal.Common;
        return personal.SelectMany(WordsOf).Append(ProductName).Any(word => IsMostly(folded, word)) ? PasswordRefusal.Personal : null;
    }

    /// <summary>What to tell the person.</summary>
    public static string Sentence(PasswordRefusal refusal, PasswordPolicy policy) => refusal switch
    {
        PasswordRefusal.TooShort => $"Choose a password of at least {policy.MinLength} characters.",
        PasswordRefusal.TooLong => $"Choose a password of at most {MaxLength} characters.",
        PasswordRefusal.NotText => "That password contains something that nobody can type. Choose another one.",
        PasswordRefusal.Common => "That password is one of the most common ones and would be guessed at once. Choose another one.",
        PasswordRefusal.Personal => "That password is mostly your own name or address, or the name of this service. Choose another one.",
        PasswordRefusal.Breached => "That password is known from a breach elsewhere, and attackers try it. Choose another one.",
        PasswordRefusal.KnownToOthers =>
            "This account had that password when its second factor was set up. Whoever did that knows it. Choose one that it never had.",
    };

    // An address gives two words: all of it, and what stands before the @.
    private static IEnumerable<string> WordsOf(string personal)
    {
        if (Canonical(personal.Trim())?.ToLowerInvariant() is not { Length: >= ShortestWord } word) return [];
        var local = word.Split('@')[0];
        return local.Length >= ShortestWord ? [word, local] : [word];
    }

    private static bool IsMostly(string password, string word) =>
        password.Contains(word, StringComparison.Ordinal)
        && password.Replace(word, "", StringComparison.Ordinal).Length < LeastBesideAWord;

    private static FrozenSet<string> ReadCommon()
    {
        using var list = typeof(PasswordRules).Assembly.GetManifestResourceStream("Countersign.Core.Data.common-passwords.list")!;
        using var reader = new StreamReader(list, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
