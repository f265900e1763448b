using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>
/// Whom the data folder belongs to, who is the user that serves. What root writes there is root's, and the service cannot read it any more;
/// whom the folder is closed to sees nothing in it, and must not believe that there is nothing.
/// </summary>
public static class FolderOwner
{
    /// <summary>Who may do everything, and does not serve.</summary>
    internal const uint Root = 0;

    /// <summary>Whether this runs as root.</summary>
    public static bool IsRoot => Geteuid() is Root;

    /// <summary>Whoever runs this.</summary>
    public static string Me => NameOf(Geteuid());

    /// <summary>Somebody else whom the data folder belongs to, as a number; null: it is one's own, or there is none.</summary>
    public static uint? SomebodyElse(ServerSettings settings) =>
        FileRights.Of(settings.DataFolder) is { User: var owner } && owner != Geteuid() ? owner : null;

    /// <summary>Why whoever runs this must not work on this data folder, and what to type; null: they may.</summary>
    public static string? Refusal(ServerSettings settings)
    {
        if (!OperatingSystem.IsLinux() || SomebodyElse(settings) is not { } owner) return null;

        var why = IsRoot ? "what root writes there the service cannot read any more" : "that is closed to you";
        return IsRoot || IsClosed(settings.DataFolder)
            ? $"This runs as '{Me}', and {settings.DataFolder} belongs to '{NameOf(owner)}': {why}. Run it as the user that serves, with " +
                $"`{As(owner)}` before the command. Nothing was changed."
            : null;
    }

    /// <summary>A user's name; one whom nobody has named is known by the number.</summary>
    public static string NameOf(uint uid)
    {
        var number = uid.ToString(CultureInfo.InvariantCulture);
        const string users = "/etc/passwd";
        var known = File.Exists(users)
            ? File.ReadLines(users).Select(line => line.Split(':')).FirstOrDefault(fields => fields.ElementAtOrDefault(2) == number)
            : null;
        return known?[0] ?? number;
    }

    /// <summary>What is typed before a command to run it as that user.</summary>
    public static string As(uint uid) =>
        NameOf(uid) is var name && uint.TryParse(name, CultureInfo.InvariantCulture, out _) ? $"sudo -u '#{name}'" : $"sudo -u {name}";

    /// <summary>Whether whoever runs this may not even look into a folder.</summary>
    public static bool IsClosed(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Geteuid();
}
