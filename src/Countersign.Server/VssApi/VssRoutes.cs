using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>
/// The door that speaks the <c>/tf</c> interface: every route its clients call, with who may call it. The page behind the
/// mailed link is one of the pages.
/// </summary>
public static class VssRoutes
{
    public static void MapVssApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").AddEndpointFilter(new BodyFaults(what => VssErrors.Say(VssErrorCode.BadRequest, what)));

        api.MapPost("/tf/enable", TfRoutes.Enable).Takes(VssAccess.Password);
        api.MapPost("/tf/request-token", TfRoutes.RequestCode).Takes(VssAccess.Password);
        api.MapPost("/tf/verify", TfRoutes.Verify).Takes(VssAccess.Password);
        api.MapPost("/tf/disable", TfRoutes.AskToDisable).Takes(VssAccess.Password);
        api.MapPost("/tf/disable/{token}", TfRoutes.Disable).Takes(VssAccess.Password);

        api.MapPost("/auth/request-token", TfRoutes.IssueToken).Takes(VssAccess.Password);

        api.MapGet("/v2/user", PersonRoutes.Show).Takes(VssAccess.Token);
        api.MapGet("/v2/user/token", PersonRoutes.ListTokens).Takes(VssAccess.Token);
        api.MapPut("/v2/user/token/{id:long}", PersonRoutes.DisableToken).Takes(VssAccess.Token);
        api.MapDelete("/v2/user/token/{id:long}", PersonRoutes.DeleteToken).Takes(VssAccess.Token);
        api.MapGet("/v2/ping", PersonRoutes.Ping).Takes(VssAccess.Anybody);
        api.MapGet("/v2/status", PersonRoutes.Status).Takes(VssAccess.Anybody);
    }

    private static void Takes(this RouteHandlerBuilder route, VssAccess access) => route.WithMetadata(new VssAccessNeeded(access));
}
