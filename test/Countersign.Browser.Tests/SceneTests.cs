using Countersign.Browser.Tests.Driving;
using Countersign.Browser.Tests.Scenery;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests;

/// <summary>The pages before somebody is signed in.</summary>
[Trait("Part", "Scenes")]
public sealed class EntrySceneTests(Chromium chromium) : SceneWalk(chromium)
{
    public static TheoryData<string> All => Names([.. EntryScenes.All, .. PromptScenes.All]);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_page_is_for_everybody_and_fits_everywhere(string scene) => Walk(scene);
}

/// <summary>The pages of an account.</summary>
[Trait("Part", "Scenes")]
public sealed class AccountSceneTests(Chromium chromium) : SceneWalk(chromium)
{
    public static TheoryData<string> All =>
        Names(Scenes.All.Except(
            [.. EntryScenes.All, .. PromptScenes.All, .. OperateScenes.All, .. AccountScenes.All, .. ApplicationScenes.All]));

    [Theory]
    [MemberData(nameof(All))]
    public Task The_page_is_for_everybody_and_fits_everywhere(string scene) => Walk(scene);
}

/// <summary>The pages for the people who run the service.</summary>
[Trait("Part", "Scenes")]
public sealed class OperateSceneTests(Chromium chromium) : SceneWalk(chromium)
{
    public static TheoryData<string> All => Names([.. OperateScenes.All, .. AccountScenes.All]);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_page_is_for_everybody_and_fits_everywhere(string scene) => Walk(scene);
}

/// <summary>The pages between an application and its people, and those for who runs them.</summary>
[Trait("Part", "Scenes")]
public sealed class ApplicationSceneTests(Chromium chromium) : SceneWalk(chromium)
{
    public static TheoryData<string> All => Names(ApplicationScenes.All);

    [Theory]
    [MemberData(nameof(All))]
    public Task The_page_is_for_everybody_and_fits_everywhere(string scene) => Walk(scene);
}

/// <summary>The list of scenes itself.</summary>
public sealed class SceneListTests
{
    // They show nothing: they lead to where one belongs.
    private static readonly string[] LeadOn =
        ["/", PagePaths.Account, PagePaths.Add, PagePaths.AuthorizeOn, "/.well-known/change-password"];

    [Fact]
    public async Task Every_page_has_a_scene()
    {
        await using var server = await TestServer.StartDevelopment();

        var missing = RoutePatterns.ThatShow(server).Except(LeadOn).Except(Scenes.All.Select(scene => scene.Route));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_scene_has_a_name_of_its_own() =>
        Assert.Empty(
            Scenes.All.GroupBy(scene => scene.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
}
