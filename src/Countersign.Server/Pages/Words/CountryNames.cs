using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Pages;

/// <summary>The names of countries, as the system's data has them.</summary>
public static class CountryNames
{
    private static readonly Lock Speaking = new();

    /// <summary>A country's name in a language; its code where the data has no name.</summary>
    public static string Of(Region region, CultureInfo culture)
    {
        // The framework names regions in the language of the thread only.
        lock (Speaking)
        {
            var before = CultureInfo.CurrentUICulture;
            try
            {
                CultureInfo.CurrentUICulture = culture;
                return new RegionInfo(region.Code).DisplayName;
            }
            catch (ArgumentException)
            {
                return region.Code;
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }
}
