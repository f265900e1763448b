using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Pages;

/// <summary>The names of countries in the languages of the pages, as the system's data has them.</summary>
public static class CountryNames
{
    private static readonly Lock Speaking = new();

    /// <summary>A country's name in a language; its code where the data has no name.</summary>
    public static string Of(Region region, CultureInfo culture)
    {
        // The framework names a country in the country's own language only. What it does name in the language of the thread is
        // a language with a country: "Unknown language (Austria)", where a name with brackets of its own has square ones.
        var name = NameOfCulture($"und-{region.Code}", culture);
        var (start, end) = (name.IndexOf('(', StringComparison.Ordinal), name.LastIndexOf(')'));
        return 0 < start && start < end ? name[(start + 1)..end].Replace('[', '(').Replace(']', ')') : region.Code;
    }

    private static string NameOfCulture(string tag, CultureInfo culture)
    {
        lock (Speaking)
        {
            var before = CultureInfo.CurrentUICulture;
            try
            {
                CultureInfo.CurrentUICulture = culture;
                return CultureInfo.GetCultureInfo(tag).DisplayName;
            }
            catch (CultureNotFoundException)
            {
                return "";
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }
}
