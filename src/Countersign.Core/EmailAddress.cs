using System.Buffers;
using System.Globalization;
using System.Text;

namespace Countersign.Core;

/// <summary>
/// One e-mail address: a dot-atom before the at sign (RFC 5322 §3.4.1, no quotes and no comments), in letters of any script (RFC 6532
/// §3.2), and a domain name after it. Two addresses are equal when their canonical forms are. It prints masked.
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>How many bytes of UTF-8 it has at the most (RFC 5321 §4.5.3.1.3).</summary>
    public const int Longest = 254;

    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;

    private static readonly SearchValues<char> PlainLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-+_@");

    private readonly string? text;
    private readonly string? canonical;

    private EmailAddress(string text, string canonical) => (this.text, this.canonical) = (text, canonical);

    /// <summary>The address as it was typed, without the white space around it, what is invisible in it, and full-width letters.</summary>
    public string Text => text ?? throw new InvalidOperationException("This address was never set.");

    /// <summary>Lower case in one spelling (NFC), the domain in ASCII (RFC 5891 §4.4): the form that is unique per account.</summary>
    public string Canonical => canonical ?? throw new InvalidOperationException("This address was never set.");

    /// <summary>
    /// Whether mail to it needs servers that speak SMTPUTF8 (RFC 6531): a domain has a form in ASCII, what stands before the at sign has
    /// none.
    /// </summary>
    public bool NeedsOtherScripts => !Ascii.IsValid(Canonical);

    /// <summary>Enough for the owner to recognise it: <c>a•••@example.org</c>.</summary>
    public string Masked =>
        $"{StringInfo.GetNextTextElement(Canonical)}•••{Canonical[Canonical.IndexOf('@', StringComparison.Ordinal)..]}";

    /// <summary>Reads one bare address of at most 254 bytes, with at most 64 before the at sign (RFC 5321 §4.5.3.1).</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = default;
        if (text is null || text.Length > 2 * Longest || !PlainText.Holds(text)) return false;

        var typed = IsPlain(text) ? text : Typed.Visible(text);
        var at = typed.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || !IsLocalPart(typed[..at]) || !TryReadDomain(typed[(at + 1)..], out var domain)) return false;

        // RFC 5321 §2.4 lets hosts tell cases apart; none do, and two accounts must not differ by case alone.
        var canonical = $"{Lower(typed[..at])}@{domain.ToLowerInvariant()}";
        if (Encoding.UTF8.GetByteCount(canonical) > Longest) return false;

        address = new(typed, canonical);
        return true;
    }

    /// <summary>Equal canonical forms.</summary>
    public bool Equals(EmailAddress other) => string.Equals(canonical, other.canonical, StringComparison.Ordinal);

    /// <summary>Of the canonical form.</summary>
    public override int GetHashCode() => canonical is null ? 0 : StringComparer.Ordinal.GetHashCode(canonical);

    /// <summary>The masked form.</summary>
    public override string ToString() => canonical is null ? "" : Masked;

    // Nearly every address is one, and every account that is read has one: nothing in it has another spelling, so that Unicode need not be
    // asked. Two hyphens may begin a label that is the form of another one (RFC 5891 §4.2.3.1), which is for those who know.
    private static bool IsPlain(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(PlainLetters) < 0 && !text.Contains("--", StringComparison.Ordinal);

    private static string Lower(string local) => IsPlain(local)
        ? local.ToLowerInvariant()
        : local.Normalize().ToLowerInvariant().Normalize();

    private static bool IsLocalPart(string text) =>
        Encoding.UTF8.GetByteCount(text) <= LongestLocalPart
        && text.Split('.').All(
            atom => atom.Length > 0 && atom.EnumerateRunes().All(rune => rune.IsAscii ? IsAtomText(rune) : IsOther(rune)));

    // RFC 5322 §3.2.3.
    private static bool IsAtomText(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal);

    // RFC 6532 §3.2 allows whatever is not ASCII. What cannot be seen, and what only looks like an at sign or a comma, is in no name.
    private static bool IsOther(Rune rune) => IsJoiner(rune) || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && $"{rune}".Normalize(NormalizationForm.FormKC).EnumerateRunes().All(plain => !plain.IsAscii || IsAtomText(plain)));

    // RFC 5892 Appendix A.1 and A.2: where they mean nothing they are gone by now.
    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    private static bool TryReadDomain(string text, out string domain)
    {
        domain = text;
        if (!IsPlain(text) && !TryWriteInAscii(text, out domain)) return false;

        // An all-digit last label is an IPv4 address, not a domain (RFC 3696 §2).
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool TryWriteInAscii(string text, out string domain)
    {
        domain = "";
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))) return false;
        try
        {
            domain = new IdnMapping().GetAscii(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' &&
        label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
