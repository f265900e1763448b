namespace Countersign.Browser.Tests.Scenery;

/// <summary>Every page in every state that is worth looking at: one list for the checks, and for the gallery.</summary>
public static class Scenes
{
    /// <summary>All of them, in the order of the gallery.</summary>
    public static IReadOnlyList<Scene> All { get; } =
        [.. EntryScenes.All, .. PromptScenes.All,
            .. SecurityScenes.All, .. ChangeScenes.All, .. WizardScenes.All, .. OperateScenes.All, .. AccountScenes.All,
            .. ApplicationScenes.All];

    /// <summary>The one of that name.</summary>
    public static Scene Of(string name) => All.Single(scene => scene.Name == name);
}
