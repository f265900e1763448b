namespace Countersign.Server.Settings;

/// <summary>
/// The data folder while something is under way that may come to nothing: what was made for it, and nothing else, goes again.
/// </summary>
public sealed class FreshFolder : IDisposable
{
    private readonly string path;
    private readonly List<string> made = [];
    private bool stays;

    private FreshFolder(string path)
    {
        this.path = path;
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) made.Add(folder);
        DataFolder.Make(path);
    }

    /// <summary>Makes it if it is missing.</summary>
    public static FreshFolder Make(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>It is needed from here on.</summary>
    public void Stay() => stays = true;

    /// <summary>Takes away what was made, deepest first, as far as nobody has put anything there.</summary>
    public void Dispose()
    {
        if (stays || made.Count == 0) return;

        try
        {
            WorkTree.Unhide(path);
            foreach (var folder in made) Directory.Delete(folder);
        }
        catch (Exception used) when (used is IOException or UnauthorizedAccessException)
        {
            // Somebody has begun to use it.
        }
    }
}
