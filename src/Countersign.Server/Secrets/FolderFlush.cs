using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>Makes a new name in a folder survive a power cut. .NET opens no folders, so this asks the system.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>
    /// POSIX fsync on a folder: after it, names that were made or replaced in it are on the disk. Windows has no such call and needs none.
    /// </summary>
    public static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows()) return;

        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0) throw Failure(folder);
        try
        {
            if (Fsync(descriptor) != 0) throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder {folder} cannot be flushed to disk: {cause.Message}", cause);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
