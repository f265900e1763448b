using Countersign.Browser.Tests.Driving;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>Goes to a scene once, and looks at everything that holds for all of them.</summary>
public abstract class SceneWalk(Chromium chromium) : BrowserTest(chromium)
{
    private Scene scene = null!;

    /// <inheritdoc/>
    protected override (string Name, string Value)[] Settings => scene.Settings;

    /// <inheritdoc/>
    protected override bool IsDevelopment => scene.IsDevelopment;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The names of scenes, for a theory.</summary>
    protected static TheoryData<string> Names(IEnumerable<Scene> scenes) => [.. scenes.Select(scene => scene.Name)];

    /// <summary>The walk.</summary>
    protected async Task Walk(string name)
    {
        scene = Scenes.Of(name);
        await base.InitializeAsync();
        var visitor = await Visit(new(Language: Gallery.Language));
        IRequest document = null!;
        visitor.Page.Response += (_, response) => document = response.Request.IsNavigationRequest ? response.Request : document;

        await scene.Bring(visitor);

        Assert.True(RoutePatterns.Match(scene.Route, visitor.Path),
            $"{name} should be at {scene.Route}, and is at {visitor.Path}: {await visitor.Text}");
        await Gallery.Take(scene, visitor);
        await visitor.Unfold();
        await PageChecks.IsForEverybody(visitor.Page);
        await PageChecks.FitsIntoSmallWindows(visitor.Page);
        await PageChecks.HasSmallAssets(visitor.Page);
        await PageChecks.FitsInGerman(visitor, document);
        await PageChecks.SendsNothingAgain(visitor, document);
    }
}
