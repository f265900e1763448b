using System.Globalization;

namespace Countersign.Core;

/// <summary>The languages of pages, mails and text messages.</summary>
public enum Language
{
    English,
    German,
}

/// <summary>What a language is called, and how it is found.</summary>
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

    /// <summary>How dates and numbers are written where a person's own habits are not known.</summary>
    public static CultureInfo Culture(this Language language) => language switch
    {
        Language.English => CultureInfo.InvariantCulture,
        Language.German => CultureInfo.GetCultureInfo("de"),
    };
}
