using Countersign.Core;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Requests;

/// <summary>Reads <c>Accept-Language</c> (RFC 9110 §12.5.4).</summary>
public static class AcceptLanguage
{
    private const string Any = "*";

    /// <summary>The tags a request asks for, most wanted first; what it refuses (<c>q=0</c>) is none of them.</summary>
    public static IReadOnlyList<string> WantedLanguages(this HttpRequest request) =>
        [.. Asked(request).Where(range => range.Quality > 0 && range.Tag != Any).Select(range => range.Tag)];

    /// <summary>The first of them that we speak, or null.</summary>
    public static Language? FirstKnownLanguage(this HttpRequest request) =>
        request.WantedLanguages().Select(tag => Languages.Find(Primary(tag))).FirstOrDefault(known => known is not null);

    /// <summary>
    /// The language to answer in: of those we speak the one most wanted, else that of the server, and one that was refused only where
    /// every other one was refused too.
    /// </summary>
    public static Language LanguageFor(this HttpRequest request, Language ofServer)
    {
        var asked = Asked(request);
        IReadOnlyList<Language> ours = [ofServer, .. Languages.All];
        foreach (var range in asked.Where(range => range.Quality > 0))
        {
            var covered = ours.Where(language => Covers(range, language, asked)).ToList();
            if (covered is [var wanted, ..]) return wanted;
        }

        return ours.Where(language => !asked.Any(range => Covers(range, language, asked))).Append(ofServer).First();
    }

    /// <summary>The language of a tag, without its region.</summary>
    public static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();

    // RFC 4647 §3.4: the star stands for what no other range names.
    private static bool Covers(Range range, Language language, IReadOnlyList<Range> asked) => range.Tag == Any
        ? !asked.Any(other => Names(other, language))
        : Names(range, language);

    private static bool Names(Range range, Language language) => Primary(range.Tag) == language.Code();

    private static IReadOnlyList<Range> Asked(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList([request.Headers.AcceptLanguage.ToString()], out var list)
            ? [.. list.Select(item => new Range(item.Value.ToString(), item.Quality ?? 1)).OrderByDescending(range => range.Quality)]
            : [];

    private sealed record Range(string Tag, double Quality);
}
