using System.Globalization;
using System.Runtime.InteropServices;

namespace Countersign.Server.Admin;

/// <summary>Whether this machine knows the time: by what others say it is, and by whether anything keeps its clock.</summary>
public static class DoctorClock
{
    private const string Name = "time";
    private const int Unkept = 5; // TIME_ERROR: nothing has set the clock lately
    private const int SizeOfTimex = 208;

    // As far as a code of an app may be off either way.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    /// <summary>Compares the clock with what a gateway said at the same time, where it said anything.</summary>
    public static Finding Look(DateTimeOffset now, DateTimeOffset? theirs, bool isOfThisMachine)
    {
        if (theirs is { } said && (now - said).Duration() > Apart)
            return Finding.Fail(Name, string.Create(
                CultureInfo.InvariantCulture,
                $"the clock is {(now - said).TotalSeconds:+0;-0} seconds off from that of the gateway for text messages. Set it, and " +
                $"have it kept by NTP: codes of apps depend on it"));
        if (isOfThisMachine && OperatingSystem.IsLinux() && IsUnkept())
            return Finding.Warn(
                Name, "nothing keeps the clock of this machine (NTP), as far as its system knows: codes of apps depend on it");

        return Finding.Ok(Name, theirs is null ? "the clock is kept" : "the clock is that of the gateway for text messages");
    }

    // Asked, and nothing set: the first field says what to change.
    private static bool IsUnkept() => Adjtimex(new byte[SizeOfTimex]) == Unkept;

    [DllImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Adjtimex(byte[] timex);
}
