using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Core;

namespace Countersign.TestKit;

/// <summary>Reads as much of MIME as our mails use: two parts in quoted-printable, encoded words in the subject.</summary>
public static partial class CaughtMail
{
    /// <summary>Takes a mail apart.</summary>
    public static CaughtMessage Read(string recipient, string raw)
    {
        var (headers, body) = Split(raw);
        var boundary = Boundary().Match(Header(headers, "Content-Type")).Groups[1].Value;
        var parts = body.Split($"--{boundary}").Select(part => Split(part.TrimStart('\r', '\n'))).ToList();
        return new(Channel.Email, Header(headers, "Message-ID").Trim('<', '>').Split('@')[0], recipient,
            EncodedWord().Replace(Header(headers, "Subject"), word => Decode(word.Groups[1].Value, word.Groups[2].Value)),
            Part(parts, "text/plain"), Part(parts, "text/html"), raw);
    }

    /// <summary>The value of a header, unfolded (RFC 5322 §2.2.3); empty when it is not there.</summary>
    public static string Header(string headers, string name)
    {
        var unfolded = headers.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        return unfolded.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
    }

    private static (string Headers, string Body) Split(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 4)..]);
    }

    private static string Part(List<(string Headers, string Body)> parts, string type)
    {
        var (_, body) = parts.FirstOrDefault(part => Header(part.Headers, "Content-Type").StartsWith(type, StringComparison.Ordinal));
        return QuotedPrintable((body ?? "").Replace("=\r\n", "", StringComparison.Ordinal)).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static string Decode(string encoding, string text) => encoding.ToUpperInvariant() is "B"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(text))
        : QuotedPrintable(text.Replace('_', ' '));

    private static string QuotedPrintable(string text)
    {
        var bytes = Escape().Replace(
            text, hex => ((char)byte.Parse(hex.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
    }

    [GeneratedRegex("boundary=\"?([^\";]+)\"?")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?([QB])\?([^?]*)\?=(?:\s+(?==\?))?", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    [GeneratedRegex("=([0-9A-F]{2})")]
    private static partial Regex Escape();
}
