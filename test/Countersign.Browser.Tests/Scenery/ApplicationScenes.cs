using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Pages;
using Countersign.Server.Pages.Proxies;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>What people see between an application and its answer, and what operators see of applications.</summary>
public static class ApplicationScenes
{
    /// <summary>Where the application of the scenes takes people back.</summary>
    public const string Back = "https://wiki.example.org/back";

    private const string Intra = "https://intra.example.org";
    private const string Between = "/apps/{name}";
    private const string One = $"{PagePaths.OperateApps}/{{name}}";
    private const string Wiki = $"{PagePaths.OperateApps}/wiki";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("app-sign-in", PagePaths.SignIn, visitor => Go(visitor, null, Ask())),
        new("app-consent", OpenIdPaths.Authorize, visitor => Go(visitor, visitor.Server.People.Grace, Ask())),
        new("app-again", OpenIdPaths.Authorize, visitor => Go(visitor, visitor.Server.People.Ada, Ask("&prompt=login"))),
        new(
            "app-add-factor", OpenIdPaths.Authorize,
            visitor => Go(visitor, visitor.Server.People.Ada, Ask($"&acr_values={AppProofRules.SecondFactorAcr}"))),
        new(
            "app-add-passkey", OpenIdPaths.Authorize,
            visitor => Go(visitor, visitor.Server.People.Grace, Ask($"&acr_values={AppProofRules.PhishingResistantAcr}")))
        {
            Settings = [TestServer.Named],
        },
        new("app-passkey", PagePaths.ProvePasskey, AskForPasskey) { Settings = [TestServer.Named] },
        new("app-trouble", OpenIdPaths.Authorize, visitor => Go(visitor, null, $"{OpenIdPaths.Authorize}?client_id=nobody")),
        new("app-sign-out", OpenIdPaths.SignOut, visitor => Go(visitor, visitor.Server.People.Grace, OpenIdPaths.SignOut)),
        new("app-way", $"{Between}/enter", visitor => GoBetween(visitor, visitor.Server.People.Ada, WayOf)),
        new("app-way-over", $"{Between}/over", visitor => GoBetween(visitor, null, _ => $"/apps/intra/over?rd={Escaped}")),
        new("app-leave", $"{Between}/leave", visitor => GoBetween(visitor, visitor.Server.People.Grace, LeavingOf)),
        new("app-left", $"{Between}/left", visitor => GoBetween(visitor, visitor.Server.People.Grace, _ => "/apps/intra/left")),
        new("operate-app-proxy", One, visitor => SeeProxied(visitor)),
        new("operate-app-radius", One, visitor => SeeRadius(visitor)),
        new("operate-apps", PagePaths.OperateApps, visitor => See(visitor, PagePaths.OperateApps)),
        new("operate-apps-none", PagePaths.OperateApps, visitor => OperateScenes.Operate(visitor, PagePaths.OperateApps)),
        new("operate-app", One, visitor => See(visitor, Wiki)),
        new("operate-app-add", PagePaths.OperateAddApp, visitor => OperateScenes.Operate(visitor, PagePaths.OperateAddApp)),
        new("operate-app-rotate", $"{One}/rotate", visitor => See(visitor, $"{Wiki}/rotate")),
        new("operate-app-change", $"{One}/change", visitor => See(visitor, $"{Wiki}/change")),
        new("operate-app-remove", $"{One}/remove", visitor => See(visitor, $"{Wiki}/remove")),
    ];

    /// <summary>What the application asks.</summary>
    public static string Ask(string more = "", string back = Back) =>
        $"{OpenIdPaths.Authorize}?client_id=wiki&response_type=code&scope=openid%20profile%20email&state=st4te&redirect_uri="
        + $"{Uri.EscapeDataString(back)}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256{more}";

    /// <summary>Adds the application.</summary>
    public static Task Add(TestServer server, string back = Back) => server.Db.Write(
        tx => AppStore.Add(
            tx, new(
                "wiki", "The wiki of the observatory", AppKind.Web, [back, "http://127.0.0.1:5000/signin-oidc"],
                ["https://wiki.example.org/gone"], [AppScopes.Profile, AppScopes.Email], AppLevel.Password, TimeSpan.FromMinutes(30),
                AppAlgorithm.Es256, AsksConsent: true), new byte[32]),
        CancellationToken.None);

    /// <summary>Adds one behind a proxy.</summary>
    public static Task<AppId> AddProxied(TestServer server, string origin = Intra) => server.Db.Write(
        tx => AppStore.Add(
            tx, new(
                "intra", "The intranet of the observatory", AppKind.Proxy, [origin], [], [], AppLevel.SecondFactor, null,
                AppAlgorithm.Es256, AsksConsent: false)
            {
                Paths = [new("/admin", AppLevel.SecondFactor, TimeSpan.FromMinutes(10)), new("/public", null, null)],
            }, null),
        CancellationToken.None);

    private static string Escaped => Uri.EscapeDataString($"{Intra}/");

    private static string WayOf(TestServer server) =>
        $"/apps/intra/enter?rd={Escaped}&way={AppPasses.HashOf(AppPasses.NewWay())}";

    private static string LeavingOf(TestServer server)
    {
        var app = server.Db.Ask(sql => AppStore.Find(sql, "intra"), CancellationToken.None).GetAwaiter().GetResult()!;
        var leaving = server.Services.GetRequiredService<AppPasses>().MakeLeaving(
            app, new(new(1), 1), server.Clock.GetUtcNow() + TimeSpan.FromMinutes(15));
        return $"/apps/intra/leave?{ProxiedPaths.Leaving}={leaving}";
    }

    private static async Task GoBetween(Visitor visitor, TestPerson? person, Func<TestServer, string> path)
    {
        await AddProxied(visitor.Server);
        if (person is not null) await visitor.SignIn(person);
        await visitor.Open(path(visitor.Server));
    }

    private static async Task SeeProxied(Visitor visitor)
    {
        await AddProxied(visitor.Server);
        await OperateScenes.Operate(visitor, $"{PagePaths.OperateApps}/intra");
    }

    private static async Task SeeRadius(Visitor visitor)
    {
        await visitor.Server.Db.Write(
            tx => AppStore.Add(
                tx, new(
                    "vpn", "The way in from home", AppKind.Radius, ["192.0.2.7", "2001:db8:7::/64"], [], [], AppLevel.SecondFactor, null,
                    AppAlgorithm.Es256, AsksConsent: false), null),
            CancellationToken.None);
        await OperateScenes.Operate(visitor, $"{PagePaths.OperateApps}/vpn");
    }

    private static async Task AskForPasskey(Visitor visitor)
    {
        var device = await visitor.HasDevice();
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.AddPasskey(visitor.Server.People.Grace, "Laptop");
        await device.Touch(isTouched: false);
        await visitor.Open(PagePaths.ProvePasskey);
    }

    private static async Task Go(Visitor visitor, TestPerson? person, string path)
    {
        await Add(visitor.Server);
        if (person is not null) await visitor.SignIn(person);
        await visitor.Open(path);
    }

    private static async Task See(Visitor visitor, string path)
    {
        await Add(visitor.Server);
        await OperateScenes.Operate(visitor, path);
    }
}
