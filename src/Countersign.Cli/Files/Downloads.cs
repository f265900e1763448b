namespace Countersign.Cli.Files;

/// <summary>Where a person's downloads lie, and names there that are still free.</summary>
internal static class Downloads
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>A path with today's date that no file has yet.</summary>
    public static string BackupCodesPath(TimeProvider clock) => Free("countersign-recovery-codes", ".txt", clock);

    /// <summary>The same for an account's data.</summary>
    public static string ExportPath(TimeProvider clock) => Free("countersign-account", ".json", clock);

    /// <summary>A path as a shell would read it, from the current folder or from <c>~</c>.</summary>
    public static string Absolute(string typed) =>
        Path.GetFullPath(typed.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, typed[2..]) : typed);

    private static string Free(string name, string kind, TimeProvider clock)
    {
        var stem = Path.Combine(Folder(), $"{name}-{clock.GetLocalNow():yyyy-MM-dd}");
        var path = $"{stem}{kind}";
        for (var n = 2; File.Exists(path); n++) path = $"{stem}-{n}{kind}";
        return path;
    }

    private static string Folder()
    {
        var downloads = Localised() ?? Path.Combine(Home, "Downloads");
        return Directory.Exists(downloads) ? downloads : Home;
    }

    // Desktops in other languages name the folder in user-dirs.dirs: XDG_DOWNLOAD_DIR="$HOME/Téléchargements".
    private static string? Localised()
    {
        if (PrivateFile.ConfigHome is not { } home) return null;

        var list = Path.Combine(home, "user-dirs.dirs");
        var line = File.Exists(list) ? File.ReadLines(list).FirstOrDefault(
            l => l.StartsWith("XDG_DOWNLOAD_DIR=", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf('=') + 1)..].Trim().Trim('"').Replace("$HOME", Home, StringComparison.Ordinal);
    }
}
