using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Admin;

/// <summary>Whether browsers find the passkeys that people have: they are made for the name in the base URL.</summary>
internal static class DoctorPasskeys
{
    /// <summary>Nothing where nobody has one.</summary>
    public static async Task<IReadOnlyList<Finding>> Look(Sql sql, ServerSettings settings)
    {
        var site = PasskeySite.NameOf(settings.BaseUrl);
        var (all, here) = (await PasskeyStore.Count(sql), site is null ? 0 : await PasskeyStore.CountAt(sql, site));
        if (all == 0) return [];
        if (all == here) return [Finding.Ok("passkeys", $"{Number(all)}, all of them made for {site}")];

        return
        [
            Finding.Warn(
                "passkeys",
                $"{Number(all - here)} of {Number(all)} were made for another name than that of COUNTERSIGN_BASE_URL " +
                $"({settings.BaseUrl.IdnHost}), so their people cannot use them here. If its name has changed, they sign in by another way " +
                "and make new ones; with the old name, the old ones work again (docs/passkeys.md)"),
        ];
    }

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
