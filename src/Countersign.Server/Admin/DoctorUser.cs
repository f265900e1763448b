using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>
/// Whether the doctor runs as the user that serves, whom the data folder belongs to: another one may read and write other things, so that
/// what was found would not be what the service meets.
/// </summary>
public static class DoctorUser
{
    private const string Name = "user";
    private const uint Root = 0;

    // Of `struct statx`, which is the same on every kind of machine (statx(2)).
    private const int SizeOfStatx = 256;
    private const int PlaceOfUid = 20;
    private const int OfThisFolder = -100; // AT_FDCWD
    private const uint Uid = 0x8; // STATX_UID

    /// <summary>Looks whom the data folder belongs to, where there is one.</summary>
    public static IEnumerable<Finding> Look(ServerSettings settings)
    {
        if (!OperatingSystem.IsLinux() || OwnerOf(settings.DataFolder) is not { } owner) yield break;

        var me = Geteuid();
        if (owner == me)
        {
            yield return Finding.Ok(Name, $"'{NameOf(me)}', whom the data folder belongs to");
            yield break;
        }

        var told = string.Create(CultureInfo.InvariantCulture,
            $"this runs as '{NameOf(me)}', and {settings.DataFolder} belongs to '{NameOf(owner)}': what is found here is not what the " +
            $"service meets. Run it as the user that serves: `sudo -u '#{owner}' countersign-server doctor`");
        yield return me is Root ? Finding.Fail(Name, told) : Finding.Warn(Name, told);
    }

    private static uint? OwnerOf(string path)
    {
        var about = new byte[SizeOfStatx];
        return Statx(OfThisFolder, path, flags: 0, Uid, about) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(about.AsSpan(PlaceOfUid))
            : null;
    }

    // A user whom nobody has named is known by the number.
    private static string NameOf(uint uid)
    {
        var number = uid.ToString(CultureInfo.InvariantCulture);
        const string users = "/etc/passwd";
        var known = File.Exists(users)
            ? File.ReadLines(users).Select(line => line.Split(':')).FirstOrDefault(fields => fields.ElementAtOrDefault(2) == number)
            : null;
        return known?[0] ?? number;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Geteuid();

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] about);
}
