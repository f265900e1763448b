using Countersign.Core;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Requests;

/// <summary>Reads <c>Accept-Language</c> (RFC 9110 §12.5.4).</summary>
public static class AcceptLanguage
{
    /// <summary>The tags of a request, most wanted first.</summary>
    public static IReadOnlyList<string> WantedLanguages(this HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList([request.Headers.AcceptLanguage.ToString()], out var list)
            ? [.. list.OrderByDescending(item => item.Quality ?? 1).Select(item => item.Value.ToString())]
            : [];

    /// <summary>The first of them that we speak, or null.</summary>
    public static Language? FirstKnownLanguage(this HttpRequest request) =>
        request.WantedLanguages().Select(tag => Languages.Find(Primary(tag))).FirstOrDefault(known => known is not null);

    /// <summary>The language of a tag, without its region.</summary>
    public static string Primary(string tag) => tag.Split('-')[0].ToLowerInvariant();
}
