using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>What operators see of applications.</summary>
public static class ApplicationScenes
{
    private const string One = $"{PagePaths.OperateApps}/{{name}}";
    private const string Wiki = $"{PagePaths.OperateApps}/wiki";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("operate-apps", PagePaths.OperateApps, visitor => See(visitor, PagePaths.OperateApps)),
        new("operate-apps-none", PagePaths.OperateApps, visitor => OperateScenes.Operate(visitor, PagePaths.OperateApps)),
        new("operate-app", One, visitor => See(visitor, Wiki)),
        new("operate-app-add", PagePaths.OperateAddApp, visitor => OperateScenes.Operate(visitor, PagePaths.OperateAddApp)),
        new("operate-app-rotate", $"{One}/rotate", visitor => See(visitor, $"{Wiki}/rotate")),
        new("operate-app-remove", $"{One}/remove", visitor => See(visitor, $"{Wiki}/remove")),
    ];

    private static async Task See(Visitor visitor, string path)
    {
        await Add(visitor.Server);
        await OperateScenes.Operate(visitor, path);
    }

    private static Task<AppId> Add(TestServer server) => server.Db.Write(
        tx => AppStore.Add(
            tx, new(
                "wiki", "The wiki of the observatory", AppKind.Web,
                ["https://wiki.example.org/back", "http://127.0.0.1:5000/signin-oidc"], ["https://wiki.example.org/gone"],
                [AppScopes.Profile, AppScopes.Email], AppLevel.Password, TimeSpan.FromMinutes(30), AppAlgorithm.Es256, AsksConsent: true),
            new byte[32]),
        CancellationToken.None);
}
