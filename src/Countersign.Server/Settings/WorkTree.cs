namespace Countersign.Server.Settings;

/// <summary>A folder that git watches: what lies there is soon in a commit, and then with everybody.</summary>
public static class WorkTree
{
    private const string Rules = ".gitignore";
    private const string Everything = "*";

    /// <summary>The work tree that a path lies in; null: none, or a folder on the way is left alone by git.</summary>
    public static string? Of(string path)
    {
        for (var folder = Directory.GetParent(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
        {
            // A file is named so in a work tree of its own beside the repository, and in a submodule.
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return folder.FullName;
            if (IsLeftAlone(folder.FullName)) return null;
        }

        return null;
    }

    /// <summary>Has git leave a folder alone that is for secrets only, where it watches it.</summary>
    public static void Hide(string folder)
    {
        var rules = Path.Combine(folder, Rules);
        if (Of(rules) is not null && !File.Exists(rules)) File.WriteAllText(rules, $"{Everything}\n");
    }

    /// <summary>Takes back what <see cref="Hide"/> wrote.</summary>
    public static void Unhide(string folder)
    {
        var rules = Path.Combine(folder, Rules);
        if (File.Exists(rules) && File.ReadAllText(rules) == $"{Everything}\n") File.Delete(rules);
    }

    private static bool IsLeftAlone(string folder)
    {
        var rules = Path.Combine(folder, Rules);
        return File.Exists(rules) && File.ReadLines(rules).Any(line => line.Trim() == Everything);
    }
}
