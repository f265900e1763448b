using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Pages;

/// <summary>The languages of the pages.</summary>
public enum Language
{
    English,
    German,
}

/// <summary>Which language a person reads, and how they write dates and numbers.</summary>
public static class Languages
{
    /// <summary>All of them, in the order the switch shows them.</summary>
    public static IReadOnlyList<Language> All { get; } = Enum.GetValues<Language>();

    /// <summary>The two-letter code (RFC 5646).</summary>
    public static string Code(this Language language) => language switch
    {
        Language.English => "en",
        Language.German => "de",
    };

    /// <summary>The language's name for itself.</summary>
    public static string OwnName(this Language language) => language switch
    {
        Language.English => "English",
        Language.German => "Deutsch",
    };

    /// <summary>The language of a code, or null.</summary>
    public static Language? Find(string? code) =>
        All.Where(language => language.Code() == code).Select(language => (Language?)language).FirstOrDefault();

    /// <summary>What the person chose; else the first of the browser's languages that we speak; else English. With that browser's habits of writing dates.</summary>
    public static CultureInfo Choose(string? chosen, string acceptLanguage)
    {
        var wanted = StringWithQualityHeaderValue.TryParseList([acceptLanguage], out var list)
            ? list.OrderByDescending(item => item.Quality ?? 1).Select(item => item.Value.ToString()).ToList()
            : [];
        var language = Find(chosen) ?? wanted.Select(tag => Find(Primary(tag))).FirstOrDefault(known => known is not null) ?? Language.English;
        var tag = wanted.FirstOrDefault(tag => Primary(tag) == language.Code()) ?? language.Code();
        return CultureOf(tag, language);
    }

    private static string Primary(string tag) => tag.Split('-')[0].ToLowerInvariant();

    // A browser may name a culture nobody knows; its language is known.
    private static CultureInfo CultureOf(string tag, Language language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo(language.Code());
        }
    }
}
