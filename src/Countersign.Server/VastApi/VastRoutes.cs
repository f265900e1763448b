using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>
/// The door that speaks the <c>tfa</c> interface: every route its clients call, with who may call it. A path works with
/// and without its last slash.
/// </summary>
public static class VastRoutes
{
    public static void MapVastApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v0").AddEndpointFilter(new BodyFaults(what => VastErrors.Say(VastErrorCode.BadRequest, what)));

        api.MapGet("/tfa/status/", TfaRoutes.Status).TurnsOn(VastAccess.Reader);
        api.MapPost("/tfa/", TfaRoutes.LogIn).Takes(VastAccess.CallerOrSecret);
        api.MapDelete("/tfa/", TfaRoutes.Remove).Takes(VastAccess.Changer);
        api.MapPost("/tfa/email/", TfaRoutes.SendEmail).TurnsOn(VastAccess.CallerOrSecret);
        api.MapPost("/tfa/sms/", TfaRoutes.SendSms).TurnsOn(VastAccess.CallerOrSecret);
        api.MapPost("/tfa/sms/resend/", TfaRoutes.ResendSms).TurnsOn(VastAccess.CallerOrSecret);
        api.MapPost("/tfa/totp-setup/", TfaRoutes.SetUpTotp).TurnsOn(VastAccess.Changer);
        api.MapPost("/tfa/authorize-new-method/", TfaRoutes.AskToAdd).TurnsOn(VastAccess.Changer);
        api.MapPut("/tfa/authorize-new-method/", TfaRoutes.ProveToAdd).TurnsOn(VastAccess.Changer);
        api.MapPost("/tfa/confirm-new/", ConfirmRoute.Confirm).TurnsOn(VastAccess.Changer);
        api.MapPut("/tfa/update/", TfaRoutes.Update).Takes(VastAccess.Changer);
        api.MapPut("/tfa/regen-backup-codes/", TfaRoutes.RegenerateCodes).Takes(VastAccess.Changer);

        // Names that old clients still call.
        api.MapPost("/tfa/test/", TfaRoutes.SendSms).TurnsOn(VastAccess.CallerOrSecret);
        api.MapPost("/tfa/test-submit/", ConfirmRoute.Confirm).TurnsOn(VastAccess.Changer);
        api.MapPost("/tfa/resend/", TfaRoutes.ResendSms).TurnsOn(VastAccess.CallerOrSecret);

        api.MapPost("/users/", AccountRoutes.SignUp).Takes(VastAccess.Anybody);
        api.MapPost("/users/login/", AccountRoutes.LogIn).Takes(VastAccess.Anybody);
        api.MapPost("/users/login/program/", AccountRoutes.LogInProgram).Takes(VastAccess.Anybody);
        api.MapPost("/users/logout/", AccountRoutes.LogOut).TurnsOn(VastAccess.Caller);
        api.MapGet("/users/current/", AccountRoutes.Current).TurnsOn(VastAccess.Reader);

        // Ours, like the sign-in of a program: messages on their way to the owner, the account's data, and its end.
        api.MapGet("/users/current/messages/", OwnerRoutes.Messages).TurnsOn(VastAccess.Reader);
        api.MapGet("/users/current/messages/{id}/", OwnerRoutes.Message).TurnsOn(VastAccess.Reader);
        api.MapPost("/users/current/export/", OwnerRoutes.Export).Takes(VastAccess.Changer);
        api.MapGet("/users/current/deletion/", OwnerRoutes.ShowDeletion).TurnsOn(VastAccess.Reader);
        api.MapPost("/users/current/deletion/", OwnerRoutes.AskToDelete).Takes(VastAccess.Changer);
        api.MapDelete("/users/current/deletion/", OwnerRoutes.CallOff).TurnsOn(VastAccess.Changer);

        api.MapPut("/users/password/", AccountRoutes.ChangePassword).Takes(VastAccess.Changer);
        api.MapPost("/users/verify-email/", AccountRoutes.VerifyEmail).Takes(VastAccess.Anybody);
        api.MapPost("/users/verify-email/send/", AccountRoutes.AskForVerification).Takes(VastAccess.Anybody);

        api.MapGet("/auth/apikeys/", KeyRoutes.ListKeys).Takes(VastAccess.Reader);
        api.MapPost("/auth/apikeys/", KeyRoutes.CreateKey).Takes(VastAccess.Changer);
        api.MapGet("/auth/apikeys/{id:long}/", KeyRoutes.ShowKey).Takes(VastAccess.Reader);
        api.MapDelete("/auth/apikeys/{id:long}/", KeyRoutes.DeleteKey).Takes(VastAccess.Changer);
        api.MapPut("/commands/reset_apikey/", KeyRoutes.ResetKey).Takes(VastAccess.Changer);
        api.MapGet("/auth/sessions/", KeyRoutes.ListSessions).Takes(VastAccess.Reader);
        api.MapDelete("/auth/sessions/", KeyRoutes.EndSession).Takes(VastAccess.Changer);
        api.MapGet("/audit_logs/", AccountRoutes.AuditLogs).Takes(VastAccess.Reader);
    }

    private static void Takes(this RouteHandlerBuilder route, VastAccess access) => route.WithMetadata(new VastAccessNeeded(access));

    // Open also to an account that must turn on 2FA before anything else: what leads there, and what keeps the account.
    private static void TurnsOn(this RouteHandlerBuilder route, VastAccess access) =>
        route.WithMetadata(new VastAccessNeeded(access, TurnsOn: true));
}
