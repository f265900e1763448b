using System.ComponentModel;
using System.Diagnostics;

namespace Countersign.Cli.Terminal;

/// <summary>The browser of the person who sits here, where there is one.</summary>
internal static class WebBrowser
{
    private static readonly string[] Signs = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"];

    /// <summary>Whether somebody who sits here could see a window.</summary>
    public static bool MayBeHere => !OperatingSystem.IsLinux()
        || Signs.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>Asks the system to open an address. What it opens outlives us, so nothing of it is waited for but a no.</summary>
    /// <returns>False once it is sure that nothing was opened.</returns>
    public static async Task<bool> Open(Uri address)
    {
        try
        {
            using var opening = Process.Start(Opener(address.AbsoluteUri));
            if (opening is null || OperatingSystem.IsWindows()) return true;

            await opening.WaitForExitAsync();
            return opening.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    // A shell in between, since what a browser tells its terminal must neither come here nor fill a pipe that nobody reads.
    private static ProcessStartInfo Opener(string address) => OperatingSystem.IsWindows()
        ? new(address) { UseShellExecute = true }
        : new("/bin/sh",
            ["-c", "exec \"$1\" \"$2\" </dev/null >/dev/null 2>&1", "sh", OperatingSystem.IsMacOS() ? "open" : "xdg-open", address]);
}
