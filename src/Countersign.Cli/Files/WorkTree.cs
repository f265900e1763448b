using Countersign.Cli.Terminal;

namespace Countersign.Cli.Files;

/// <summary>A folder that git watches: what lies there is soon in a commit, and then with everybody.</summary>
internal static class WorkTree
{
    /// <summary>Says so before a secret is written there.</summary>
    public static void Warn(Screen screen, string path)
    {
        if (Of(path) is { } watched)
            screen.Note($"Careful: {path} is in a folder that git watches ({watched}). Keep it out of every commit.", Tone.Warning);
    }

    /// <summary>Has git leave a folder alone that is for secrets only, where it watches it.</summary>
    public static void Hide(string folder)
    {
        var rule = Path.Combine(folder, ".gitignore");
        if (Of(rule) is not null && !File.Exists(rule)) File.WriteAllText(rule, "*\n");
    }

    // A file is named so in a work tree of its own beside the repository, and in a submodule.
    private static string? Of(string path)
    {
        for (var folder = Directory.GetParent(Path.GetFullPath(path)); folder is not null; folder = folder.Parent)
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return folder.FullName;

        return null;
    }
}
