using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Proxies;

/// <summary>
/// Our addresses at an application's own host, which its proxy passes to us: people set out from there to sign in, arrive there, and sign
/// out there. None of them shows anything.
/// </summary>
public sealed class OwnPlaces(HandOver handOver, LeaveApp leave, PublicAddress address)
{
    /// <summary>Leads on.</summary>
    internal async Task Lead(HttpContext context, Forwarded asked, App app, Source source)
    {
        var origin = asked.Address.Origin;
        await (context.Request.Path.Value switch
        {
            _ when !HttpMethods.IsGet(context.Request.Method) =>
                ForwardAnswer.Say(context.Response, StatusCodes.Status405MethodNotAllowed, ""),
            ProxyPaths.Start => Start(context, origin, app),
            ProxyPaths.Arrive => Arrive(context, origin, app, source),
            ProxyPaths.SignOut => SignOut(context, origin, app, source),
            _ => ForwardAnswer.Say(context.Response, StatusCodes.Status404NotFound, ""), // an open list: whatever somebody asks for
        });
    }

    private Task Start(HttpContext context, string origin, App app)
    {
        var wanted = WantedOf(origin, context.Request.Query[ProxyPaths.Wanted].ToString());
        var way = AppPasses.HashOf(ProxyCookies.GiveWay(context, origin));
        return Go(context, ProxiedPaths.Enter(app.Name, wanted, way));
    }

    private async Task Arrive(HttpContext context, string origin, App app, Source source)
    {
        var code = context.Request.Query[ProxyPaths.Code].ToString();
        if (await handOver.Arrive(origin, code, ProxyCookies.ReadWay(context.Request, origin), source, context.RequestAborted)
            is { } arrival)
        {
            ProxyCookies.GivePass(context, origin, arrival.Pass);
            await GoTo(context, origin + arrival.Target);
        }
        else
        {
            await Go(context, ProxiedPaths.Over(app.Name, origin));
        }
    }

    private Task SignOut(HttpContext context, string origin, App app, Source source) =>
        Go(context, ProxiedPaths.Leave(app.Name, leave.Prepare(app, origin, ProxyCookies.ReadPass(context.Request, origin), source)));

    private Task Go(HttpContext context, string path) => GoTo(context, new Uri(address.Base, path).AbsoluteUri);

    private static Task GoTo(HttpContext context, string address)
    {
        context.Response.Headers.Location = address;
        return ForwardAnswer.Say(context.Response, StatusCodes.Status302Found, "");
    }

    // Whatever stands there is a place at this very host, or its beginning.
    private static AppAddress WantedOf(string origin, string target) =>
        AppAddress.Find(origin + target) is { } wanted && wanted.Origin == origin
            && !target.StartsWith(AppPathRules.Own, StringComparison.OrdinalIgnoreCase)
            ? wanted
            : new(origin, "/");
}
