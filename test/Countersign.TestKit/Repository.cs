namespace Countersign.TestKit;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its topmost folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new DirectoryNotFoundException("The tests run outside of the source tree."),
        _ when File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
