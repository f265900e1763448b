using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Requests;

/// <summary>What a body is said to be.</summary>
internal static class ContentKind
{
    /// <summary>Whether it is JSON.</summary>
    public static bool IsJson(this HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether its text is in UTF-8, as that of all our clients is, or in ASCII, which is UTF-8 too. A body that does not say is; the name
    /// may be quoted (RFC 9110 §5.6.6) and lack its hyphen (WHATWG Encoding §4.2).
    /// </summary>
    public static bool IsInUtf8(this HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        || HeaderUtilities.UnescapeAsQuotedString(type.Charset).ToString().Trim(' ', '\'').ToUpperInvariant()
            is "" or "UTF-8" or "UTF8" or "US-ASCII" or "ASCII";

    /// <summary>Whether it is what it says it is, and not compressed (RFC 9110 §8.4).</summary>
    public static bool IsPlain(this HttpRequest request) =>
        request.Headers.ContentEncoding.ToString().Trim().ToUpperInvariant() is "" or "IDENTITY";
}
