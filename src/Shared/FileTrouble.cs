namespace Countersign.Shared;

/// <summary>What is the matter with a file, in a sentence that says what to do: the system's own words say neither.</summary>
internal static class FileTrouble
{
    // What the system calls them (errno.h); .NET hands them through where it has no exception of its own for them.
    internal const int Closed = 9;
    private const int Exists = 17;
    private const int NoFolder = 20;
    private const int IsFolder = 21;
    private const int NoRoom = 28;
    private const int OnlyReadable = 30;
    private const int NoQuota = 122;

    /// <summary>Why there is no file to read here; null when there is one.</summary>
    public static string? Missing(string path) => File.Exists(path) ? null
        : Directory.Exists(path) ? $"{path} is a folder, and a file is needed. Name a file in it."
        : $"There is no file {path}. See how its name is spelled.";

    /// <summary>Whether a disk, or what one user may have on it, is used up.</summary>
    public static bool IsOfNoRoom(Exception broken) => broken is IOException { HResult: NoRoom or NoQuota };

    /// <summary>Whether what is written to, or read from, was closed before: .NET says that access is denied.</summary>
    public static bool IsOfClosed(Exception broken) =>
        broken is IOException { HResult: Closed } or UnauthorizedAccessException { InnerException: IOException { HResult: Closed } };

    /// <summary>The sentence; null where it is about no file, or was said by us already.</summary>
    public static string? Of(Exception broken) => PathIn(broken.Message) is { } path ? Of(broken, path)
        : IsOfClosed(broken) ? "What this writes to is closed. Leave out `>&-`, or send it to a file or to /dev/null."
        : IsOfNoRoom(broken) ? "There is no room left where this is written to. Make room there, or send it elsewhere."
        : null;

    private static string? Of(Exception broken, string path) => broken switch
    {
        FileNotFoundException => Missing(path),
        DirectoryNotFoundException => $"There is no folder {FolderOf(path)}. Make it first, or name another place.",
        PathTooLongException => $"The name {path} is too long for this system. Name a shorter one.",
        UnauthorizedAccessException when Directory.Exists(path) =>
            IsOursToUse(path)
                ? $"{path} is a folder, and a file is needed. Name a file in it."
                : $"The folder {path} is closed to the user '{Environment.UserName}'. Let it belong to that user, or name another place.",
        UnauthorizedAccessException when File.Exists(path) =>
            $"The user '{Environment.UserName}' may not use {path}. Let it belong to that user, or name another place.",
        UnauthorizedAccessException =>
            $"The user '{Environment.UserName}' may make nothing in {FolderOf(path)}. Name another place, in a folder of that user's.",
        IOException { HResult: Exists } => $"There is a file {path} already. Name another one, or move it away.",
        IOException { HResult: IsFolder } => $"{path} is a folder, and a file is needed there. Move it away, or name another place.",
        IOException { HResult: NoFolder } => $"What {path} names as a folder is a file. Name another place.",
        IOException { HResult: NoRoom or NoQuota } => $"There is no room left on the disk for {path}. Make room there.",
        IOException { HResult: OnlyReadable } => $"{path} is on a place that can only be read. Name another one.",
        _ => null,
    };

    /// <summary>The sentence, or what was said already.</summary>
    public static string Say(Exception broken) => Of(broken) ?? broken.Message;

    // Between the quotation marks of .NET's own sentences.
    private static string? PathIn(string message) =>
        message.IndexOf('\'', StringComparison.Ordinal) is >= 0 and var first && message.LastIndexOf('\'') is var last && last > first + 1
            ? message[(first + 1)..last]
            : null;

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : path;

    private static bool IsOursToUse(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return true;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
