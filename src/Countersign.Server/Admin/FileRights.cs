using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Countersign.Server.Admin;

/// <summary>What a user wants of a file or folder, as access(2) counts it.</summary>
[Flags]
internal enum FileUse
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To go through a folder.</summary>
    Pass = 1,

    /// <summary>To write it.</summary>
    Write = 2,

    /// <summary>To read it.</summary>
    Read = 4,
}

/// <summary>Whom a file or folder belongs to, and its mode.</summary>
internal readonly record struct FileOwner(uint User, UnixFileMode Mode);

/// <summary>
/// Whether one user may use a file. The system is asked about whoever runs this; what root finds out for somebody else goes by owner and
/// mode, since the system lets root do everything.
/// </summary>
/// <param name="user">Who is meant; null: whoever runs this.</param>
internal sealed class FileRights(uint? user)
{
    private const int Denied = 13; // EACCES, and not "there is none" (errno.h).
    private const int OnlyReadable = 30; // EROFS

    // Of `struct statx`, which is the same on every kind of machine (statx(2)).
    private const int SizeOfStatx = 256;
    private const int PlaceOfUid = 20;
    private const int PlaceOfMode = 28;
    private const int OfThisFolder = -100; // AT_FDCWD
    private const uint ModeAndUid = 0x2 | 0x8; // STATX_MODE, STATX_UID
    private const int BitsOfOwner = 6;
    private const int BitsOfGroup = 3;
    private const int AllBits = 7;

    /// <summary>Whether they may not; what is not there is closed to nobody.</summary>
    public bool IsClosed(string path, FileUse use)
    {
        if (user is not { } meant) return Access(path, (int)use) != 0 && Marshal.GetLastPInvokeError() is Denied or OnlyReadable;
        if (Of(path) is not { } found) return false;

        // Which groups they are in is not known: what a group or everybody may, they may.
        var bits = (int)found.Mode;
        var may = found.User == meant ? bits >> BitsOfOwner : bits | (bits >> BitsOfGroup);
        return ((int)use & ~(may & AllBits)) != 0;
    }

    /// <summary>The uppermost folder on the way to a file that they may not go through; null: the way is open.</summary>
    public string? ClosedOnTheWay(string path) =>
        Path.GetDirectoryName(path) is { } folder
            ? ClosedOnTheWay(folder) ?? (IsClosed(folder, FileUse.Pass) ? folder : null)
            : null;

    /// <summary>Whom it belongs to; null: it is not there, or not to be seen.</summary>
    public static FileOwner? Of(string path)
    {
        var about = new byte[SizeOfStatx];
        return Statx(OfThisFolder, path, flags: 0, ModeAndUid, about) == 0
            ? new(
                BinaryPrimitives.ReadUInt32LittleEndian(about.AsSpan(PlaceOfUid)),
                (UnixFileMode)(BinaryPrimitives.ReadUInt16LittleEndian(about.AsSpan(PlaceOfMode)) & 0xFFF))
            : null;
    }

    [DllImport(
        "libc", EntryPoint = "access", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int use);

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] about);
}
