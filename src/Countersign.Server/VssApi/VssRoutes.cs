using Countersign.Server.ApiDocs;
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
        api.WithMetadata(new ToldInterface("tf", typeof(VssErrorAnswer)));

        api.MapPost("/tf/enable", TfRoutes.Enable).Takes(VssAccess.Password)
            .Tells<EnableAnswer>("Begins a first method. It counts once its first code is verified; recovery codes come with it.");
        api.MapPost("/tf/request-token", TfRoutes.RequestCode).Takes(VssAccess.Password)
            .Tells<InfoAnswer>("Sends a code for the next step, by the way of the account's method.");
        api.MapPost("/tf/verify", TfRoutes.Verify).Takes(VssAccess.Password)
            .Tells<InfoAnswer>("Turns a begun method on by its first code, or checks a code.");
        api.MapPost("/tf/disable", TfRoutes.AskToDisable).Takes(VssAccess.Password)
            .Tells<InfoAnswer>("Mails a link that turns 2FA off.");
        api.MapPost("/tf/disable/{token}", TfRoutes.Disable).Takes(VssAccess.Password)
            .Tells<InfoAnswer>("Turns 2FA off by the token of that link.");

        api.MapPost("/auth/request-token", TfRoutes.IssueToken).Takes(VssAccess.Password)
            .Tells<TokenAnswer>("A signed access token, for a password and, where 2FA is on, a code.");

        api.MapGet("/v2/user", PersonRoutes.Show).Takes(VssAccess.Token)
            .Tells<PersonAnswer>("The account of the token.");
        api.MapGet("/v2/user/token", PersonRoutes.ListTokens).Takes(VssAccess.Token)
            .Tells<TokensAnswer>("The access tokens of the account.");
        api.MapPut("/v2/user/token/{id:long}", PersonRoutes.DisableToken).Takes(VssAccess.Token)
            .Tells<StateAnswer>("Disables a token.");
        api.MapDelete("/v2/user/token/{id:long}", PersonRoutes.DeleteToken).Takes(VssAccess.Token)
            .Tells<StateAnswer>("Deletes a token.");
        api.MapGet("/v2/ping", PersonRoutes.Ping).Takes(VssAccess.Anybody)
            .Tells<StateAnswer>("Answers \"pong\".");
        api.MapGet("/v2/status", PersonRoutes.Status).Takes(VssAccess.Anybody)
            .Tells<StateAnswer>("Answers \"ok\".");
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, VssAccess access) =>
        route.WithMetadata(new VssAccessNeeded(access), CallersOf(access));

    private static ToldCallers CallersOf(VssAccess access) => access switch
    {
        VssAccess.Anybody => new("Anybody may call it.", [], OrNobody: true),
        VssAccess.Password => new("Needs the user name (or address) and the password.", [ShownBy.Password]),
        VssAccess.Token => new("Needs a token of /auth/request-token.", [ShownBy.Token]),
    };
}
