using Countersign.Server.ApiDocs;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>
/// The door that speaks the <c>tfa</c> interface: every route its clients call, with who may call it. A path works with
/// and without its last slash.
/// </summary>
public static class VastRoutes
{
    private static readonly ShownBy[] SignedIn = [ShownBy.Key, ShownBy.Cookie];

    public static void MapVastApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v0").AddEndpointFilter(new BodyFaults(what => VastErrors.Say(VastErrorCode.BadRequest, what)));
        api.WithMetadata(new ToldInterface("tfa", typeof(ErrorAnswer)));

        api.MapGet("/tfa/status/", TfaRoutes.Status).TurnsOn(VastAccess.Reader)
            .Tells<StatusAnswer>("Whether 2FA is on, with the methods, how many recovery codes are left, and whether a method may be added now.");
        api.MapPost("/tfa/", TfaRoutes.LogIn).Takes(VastAccess.CallerOrSecret)
            .Tells<LogInAnswer>("Finishes a sign-in with a second factor; or opens a 2FA session for an API key.");
        api.MapDelete("/tfa/", TfaRoutes.Remove).Takes(VastAccess.Changer)
            .Tells<RemoveMethodAnswer>("Removes a method. With the last one 2FA is off, and the recovery codes are dead.");
        api.MapPost("/tfa/email/", TfaRoutes.SendEmail).TurnsOn(VastAccess.CallerOrSecret)
            .Tells<SendEmailAnswer>("Sends a code by e-mail.");
        api.MapPost("/tfa/sms/", TfaRoutes.SendSms).TurnsOn(VastAccess.CallerOrSecret)
            .Tells<SendSmsAnswer>("Sends a code by text message.");
        api.MapPost("/tfa/sms/resend/", TfaRoutes.ResendSms).TurnsOn(VastAccess.CallerOrSecret)
            .Tells<ResendSmsAnswer>("Sends the same code again.");
        api.MapPost("/tfa/totp-setup/", TfaRoutes.SetUpTotp).TurnsOn(VastAccess.Changer)
            .Tells<TotpSetupAnswer>("Makes the key of a new authenticator app; it counts once its first code is confirmed.");
        api.MapPost("/tfa/authorize-new-method/", TfaRoutes.AskToAdd).TurnsOn(VastAccess.Changer)
            .Tells<AskToAddAnswer>("Begins the proof that is needed before a method is added.");
        api.MapPut("/tfa/authorize-new-method/", TfaRoutes.ProveToAdd).TurnsOn(VastAccess.Changer)
            .Tells<ProveToAddAnswer>("Proves it with a code. Methods may be added for 30 minutes then.");
        api.MapPost("/tfa/confirm-new/", ConfirmRoute.Confirm).TurnsOn(VastAccess.Changer)
            .Tells<ConfirmNewAnswer>("Adds a method by its first code. With the first one 2FA is on, and the answer holds the recovery codes.");
        api.MapPut("/tfa/update/", TfaRoutes.Update).Takes(VastAccess.Changer)
            .Tells<UpdateMethodAnswer>("Renames a method, or makes it the primary one.");
        api.MapPut("/tfa/regen-backup-codes/", TfaRoutes.RegenerateCodes).Takes(VastAccess.Changer)
            .Tells<RegenerateCodesAnswer>("Makes new recovery codes; those of before are dead.");

        // Names that old clients still call.
        api.MapPost("/tfa/test/", TfaRoutes.SendSms).TurnsOn(VastAccess.CallerOrSecret)
            .Tells<SendSmsAnswer>("Sends a code by text message (the name that old clients call).");
        api.MapPost("/tfa/test-submit/", ConfirmRoute.Confirm).TurnsOn(VastAccess.Changer)
            .Tells<ConfirmNewAnswer>("Adds a method by its first code (the name that old clients call).");
        api.MapPost("/tfa/resend/", TfaRoutes.ResendSms).TurnsOn(VastAccess.CallerOrSecret)
            .Tells<ResendSmsAnswer>("Sends the same code again (the name that old clients call).");

        api.MapPost("/users/", AccountRoutes.SignUp).Takes(VastAccess.Anybody)
            .Tells<SignUpAnswer>("Signs up. A mail asks to confirm the address; the answer is the same where there is such an account.");
        api.MapPost("/users/login/", AccountRoutes.LogIn).Takes(VastAccess.Anybody)
            .Tells<PasswordAnswer>("Checks a password. Where 2FA is on the answer holds the secret of a sign-in that waits for its second factor.");
        api.MapPost("/users/login/program/", AccountRoutes.LogInProgram).Takes(VastAccess.Anybody)
            .Tells<LogInAnswer>("Finishes the sign-in of a command line that a person has allowed in a browser.");
        api.MapPost("/users/logout/", AccountRoutes.LogOut).TurnsOn(VastAccess.Caller)
            .Tells<DoneAnswer>("Ends the session that the request comes with.");
        api.MapGet("/users/current/", AccountRoutes.Current).TurnsOn(VastAccess.Reader)
            .Tells<UserAnswer>("The account of the caller.");

        // Ours, like the sign-in of a program: messages on their way to the owner, the account's data, and its end.
        api.MapGet("/users/current/messages/", OwnerRoutes.Messages).TurnsOn(VastAccess.Reader)
            .Tells<MessagesAnswer>("The messages to the caller of the last days, and what became of each.");
        api.MapGet("/users/current/messages/{id}/", OwnerRoutes.Message).TurnsOn(VastAccess.Reader)
            .Tells<MessageShown>("One message to the caller, and what became of it.");
        api.MapPost("/users/current/export/", OwnerRoutes.Export).Takes(VastAccess.Changer)
            .Tells("A JSON file with everything that is kept about the account. Asks for a proof once more.");
        api.MapGet("/users/current/deletion/", OwnerRoutes.ShowDeletion).TurnsOn(VastAccess.Reader)
            .Tells<DeletionAnswer>("Whether the account is going to be deleted, and when.");
        api.MapPost("/users/current/deletion/", OwnerRoutes.AskToDelete).Takes(VastAccess.Changer)
            .Tells<DeletionAnswer>("Asks for the account to be deleted after its waiting time.");
        api.MapDelete("/users/current/deletion/", OwnerRoutes.CallOff).TurnsOn(VastAccess.Changer)
            .Tells<DeletionAnswer>("Calls the deletion off.");

        api.MapPut("/users/password/", AccountRoutes.ChangePassword).Takes(VastAccess.Changer)
            .Tells<DoneAnswer>("Changes the password. Every other session ends.");
        api.MapPost("/users/verify-email/", AccountRoutes.VerifyEmail).Takes(VastAccess.Anybody)
            .Tells<DoneAnswer>("Confirms an e-mail address by the token or the code that was mailed there.");
        api.MapPost("/users/verify-email/send/", AccountRoutes.AskForVerification).Takes(VastAccess.Anybody)
            .Tells<DoneAnswer>("Asks for another mail that confirms an address; the answer tells nothing of whether there is such an account.");

        api.MapGet("/auth/apikeys/", KeyRoutes.ListKeys).Takes(VastAccess.Reader)
            .Tells<ApiKeysAnswer>("The API keys of the account.");
        api.MapPost("/auth/apikeys/", KeyRoutes.CreateKey).Takes(VastAccess.Changer)
            .Tells<CreateApiKeyAnswer>("Makes an API key. It is shown in this answer and never again.");
        api.MapGet("/auth/apikeys/{id:long}/", KeyRoutes.ShowKey).Takes(VastAccess.Reader)
            .Tells<ApiKeyShown>("One API key, without the key itself.");
        api.MapDelete("/auth/apikeys/{id:long}/", KeyRoutes.DeleteKey).Takes(VastAccess.Changer)
            .Tells<DoneAnswer>("Deletes an API key.");
        api.MapPut("/commands/reset_apikey/", KeyRoutes.ResetKey).Takes(VastAccess.Changer)
            .Tells<ResetApiKeyAnswer>("Gives the API key that the request comes with another value.");
        api.MapGet("/auth/sessions/", KeyRoutes.ListSessions).Takes(VastAccess.Reader)
            .Tells<SessionsAnswer>("The open sessions of the account.");
        api.MapDelete("/auth/sessions/", KeyRoutes.EndSession).Takes(VastAccess.Changer)
            .Tells<DoneAnswer>("Ends a session.");
        api.MapGet("/audit_logs/", AccountRoutes.AuditLogs).Takes(VastAccess.Reader)
            .Tells<IReadOnlyList<AuditEntry>>("What happened to the account lately, newest first.");
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, VastAccess access) =>
        route.WithMetadata(new VastAccessNeeded(access), CallersOf(access));

    // Open also to an account that must turn on 2FA before anything else: what leads there, and what keeps the account.
    private static RouteHandlerBuilder TurnsOn(this RouteHandlerBuilder route, VastAccess access) =>
        route.WithMetadata(new VastAccessNeeded(access, TurnsOn: true), CallersOf(access));

    private static ToldCallers CallersOf(VastAccess access) => access switch
    {
        VastAccess.Anybody => new("Anybody may call it.", SignedIn, OrNobody: true),
        VastAccess.CallerOrSecret => new(
            "Needs an API key or session that may write; or the secret of a sign-in that waits for its second factor.", SignedIn,
            OrNobody: true),
        VastAccess.Reader => new("Needs an API key or session that may read.", SignedIn),
        VastAccess.Caller => new("Needs an API key or session.", SignedIn),
        VastAccess.Changer => new("Needs an API key or session that may write; where 2FA is on, a session with a second factor.", SignedIn),
    };
}
