using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>
/// Whether the doctor runs as the user that serves, whom the data folder belongs to: another one may read and write other things, so that
/// what was found would not be what the service meets.
/// </summary>
public static class DoctorUser
{
    private const string Name = "user";

    /// <summary>Looks whom the data folder belongs to, where there is one.</summary>
    public static IEnumerable<Finding> Look(ServerSettings settings)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(settings.DataFolder)) yield break;

        if (FolderOwner.SomebodyElse(settings) is not { } owner)
        {
            yield return Finding.Ok(Name, $"'{FolderOwner.Me}', whom the data folder belongs to");
            yield break;
        }

        var told =
            $"this runs as '{FolderOwner.Me}', and {settings.DataFolder} belongs to '{FolderOwner.NameOf(owner)}': " +
            (owner == FolderOwner.Root
                ? $"the service cannot write there. Let it belong to the user that serves: `chown -R {FolderOwner.Me} {settings.DataFolder}`"
                : "what is found here is not what the service meets. Run it as the user that serves: " +
                  $"`{FolderOwner.As(owner)} countersign-server doctor`");
        yield return FolderOwner.IsRoot || FolderOwner.IsClosed(settings.DataFolder) ? Finding.Fail(Name, told) : Finding.Warn(Name, told);
    }
}
