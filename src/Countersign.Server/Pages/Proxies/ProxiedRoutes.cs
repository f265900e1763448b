using Countersign.Core;
using Countersign.Server.Pages.Applications;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Proxies;

/// <summary>What a page about an application behind a proxy shows.</summary>
/// <param name="Link">Where it leads on; null: nowhere.</param>
/// <param name="Leaving">What is signed out of, for the form to carry on.</param>
public sealed record ProxiedView(App App, string? Link = null, string Leaving = "");

/// <summary>
/// Our pages between an application behind a proxy and its people: whoever is not signed in, or has not proven enough for where they want
/// to go, is led to do so and comes back; and whoever signs out there is asked here.
/// </summary>
public static class ProxiedRoutes
{
    private const string One = "/apps/{name}";

    public static void MapProxied(this IEndpointRouteBuilder app)
    {
        app.MapGet($"{One}/enter", Enter).For(PageAccess.Anybody);
        app.MapGet($"{One}/over", Over).For(PageAccess.Anybody);
        app.MapGet($"{One}/leave", AskToLeave).For(PageAccess.Anybody);
        app.MapPost($"{One}/leave", Leave).For(PageAccess.Anybody);
        app.MapGet($"{One}/left", Left).For(PageAccess.Anybody);
    }

    private static async Task<IResult> Enter(PageCall call, string name, EnterApp enter, HandOver handOver, CancellationToken ct)
    {
        var way = call.Query(ProxyPaths.Way);
        if (await Find(enter, name, ct) is not { } app || Wanted(call, app) is not { } wanted || !AppPasses.IsWay(way))
            return NotOurs(call);

        var path = ProxiedPaths.Enter(name, wanted, way);
        if (call.SignedIn is not { } caller) return Lead(call, path, PagePaths.SignIn);

        var demand = app.Said.At(wanted.Target);
        var ask = new AppAsk(app, new(demand.Level ?? AppLevel.Password, demand.FreshFor, IsAnew: false, null), [], AsksConsentAnew: false);
        return await enter.Judge(caller, ask, ct) switch
        {
            AppStep.ProveFactor => Lead(call, path, PagePaths.ProveAgain),
            AppStep.AddFactor => Lead<AddFactorFirstPage>(call, path, app),
            AppStep.SignInAgain => Lead<SignInAgainPage>(call, path, app),
            AppStep.ProvePasskey => Lead(call, path, PagePaths.ProvePasskey),
            AppStep.AddPasskey => Lead<AddPasskeyFirstPage>(call, path, app),
            AppStep.Impossible => call.Show<AppTroublePage>(
                new AppTrouble(AuthorizeRoutes.Unmet, "There are no passkeys at this server."), StatusCodes.Status400BadRequest,
                PagePaths.Start),
            AppStep.Enter => await handOver.Run(caller, ask, wanted, way, ct) is { } code
                ? call.GoTo($"{wanted.Origin}{ProxyPaths.Arrive}?{ProxyPaths.Code}={code}")
                : call.GoTo(path),
        };
    }

    private static async Task<IResult> Over(PageCall call, string name, EnterApp enter, CancellationToken ct) =>
        await Find(enter, name, ct) is { } app && Wanted(call, app) is { } wanted
            ? call.Show<OverPage>(new ProxiedView(app, $"{wanted.Origin}{ProxyPaths.Start}"), StatusCodes.Status410Gone)
            : NotOurs(call);

    private static async Task<IResult> AskToLeave(PageCall call, string name, EnterApp enter, LeaveApp leave, CancellationToken ct)
    {
        var leaving = call.Query(ProxiedPaths.Leaving);
        if (await Find(enter, name, ct) is not { } app) return NotOurs(call);

        return leave.Find(app, leaving) is null
            ? call.GoTo(ProxiedPaths.Left(name))
            : call.Show<LeavePage>(new ProxiedView(app, app.Said.ReturnAddresses[0], leaving));
    }

    private static async Task<IResult> Leave(PageCall call, string name, EnterApp enter, LeaveApp leave, CancellationToken ct)
    {
        if (await Find(enter, name, ct) is not { } app) return NotOurs(call);

        await leave.Run(app, call.Field(ProxiedPaths.Leaving), call.Source, ct);
        return call.GoTo(ProxiedPaths.Left(name));
    }

    private static async Task<IResult> Left(PageCall call, string name, EnterApp enter, CancellationToken ct) =>
        await Find(enter, name, ct) is { } app ? call.Show<LeftPage>(new ProxiedView(app, app.Said.ReturnAddresses[0])) : NotOurs(call);

    private static async Task<App?> Find(EnterApp enter, string name, CancellationToken ct) =>
        await enter.Find(name, ct) is { Said.Kind: AppKind.Proxy } app ? app : null;

    // Nobody is sent to where the application is not.
    private static AppAddress? Wanted(PageCall call, App app) =>
        AppAddress.Find(call.Query(ProxyPaths.Wanted)) is { } wanted && app.Said.ReturnAddresses.Contains(wanted.Origin) ? wanted : null;

    private static IResult NotOurs(PageCall call) => call.Show<AppTroublePage>(
        new AppTrouble("invalid_request", "No application behind a proxy is at this address."), StatusCodes.Status400BadRequest,
        PagePaths.Start);

    private static IResult Lead(PageCall call, string path, string to)
    {
        call.Cookies.Give(call.Http.Response, PageCookie.Wanted, path);
        return call.GoTo(to);
    }

    private static IResult Lead<TPage>(PageCall call, string path, App app)
        where TPage : PageBody<AppStepView>
    {
        call.Cookies.Give(call.Http.Response, PageCookie.Wanted, path);
        return call.Show<TPage>(new AppStepView(app, path), at: path);
    }
}
