using System.Globalization;
using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.Settings;

namespace Countersign.Server.Pages;

/// <summary>Which language a person reads, and how they write dates and numbers.</summary>
public sealed class Cultures(ServerSettings settings)
{
    /// <summary>
    /// What was chosen in this browser; else what the account says; else the first of the browser's languages that we
    /// speak; else that of the server, unless the browser refuses it. With that browser's habits of writing dates.
    /// </summary>
    public CultureInfo Choose(string? chosen, Language? ofAccount, HttpRequest request)
    {
        var wanted = request.WantedLanguages();
        var language = Languages.Find(chosen) ?? ofAccount ?? request.LanguageFor(settings.Language);
        var tag = wanted.FirstOrDefault(tag => AcceptLanguage.Primary(tag) == language.Code()) ?? language.Code();
        return CultureOf(tag, language);
    }

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
