using System.Runtime.InteropServices;

namespace Countersign.Shared;

/// <summary>What was to be shown has nowhere to go: a full disk, a pipe that nobody reads any more, or an output that is closed.</summary>
internal static class Unwritten
{
    private const int NotDone = 1;
    private const int Output = 1;

    /// <summary>Whether this is it.</summary>
    public static bool Is(Exception broken) => broken is IOException || FileTrouble.IsOfClosed(broken);

    /// <summary>
    /// Why what a program tells will go nowhere, where that is seen before anything is done: it was started with its output closed, or on a
    /// device that takes nothing. Nothing is written; a disk that is full is only seen by what is.
    /// </summary>
    /// <returns>Null: it may be told.</returns>
    public static Exception? BeforeAnything()
    {
        if (OperatingSystem.IsWindows() || Write(Output, [], 0) >= 0) return null;

        var full = new IOException("", Marshal.GetLastPInvokeError());
        return FileTrouble.IsOfNoRoom(full) ? full : new IOException("", FileTrouble.Closed);
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int file, byte[] bytes, nuint count);

    /// <summary>Says so, where that can still be said.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Exception broken, TextWriter errors)
    {
        try
        {
            errors.WriteLine(FileTrouble.Say(broken));
        }
        catch (Exception again) when (Is(again))
        {
            // The exit code says it.
        }

        return NotDone;
    }
}
