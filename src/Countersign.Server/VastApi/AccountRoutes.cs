using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>The routes around the second factor: sign-up, password, the person's own record.</summary>
public static class AccountRoutes
{
    public static async Task<IResult> SignUp(
        JsonAsk<SignUpRequest> ask, VastCall call, SignUpPerson signUp, HttpRequest request, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(ask.Body.Email, out var email)) return VastErrors.Of(new(Refusal.InvalidEmail));
        if (ask.Body.Username is not { } username || ask.Body.Password is not { } password)
            return VastErrors.Say(VastErrorCode.MissingParams, "Give email, username and password.");

        var answer = await signUp.Run(new(email, username, password, request.FirstKnownLanguage()), call.Source, ct);
        return answer.Given is not null
            ? TfaRoutes.Json(
                new SignUpAnswer(
                    true, "Your account has been created. Open the link in the e-mail we sent, to confirm your address, then log in."))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> LogIn(
        JsonAsk<PasswordRequest> ask, VastCall call, CheckPassword check, SessionCookie cookie, HttpResponse response, CancellationToken ct)
    {
        if (VastProof.Given(ask.Body.Email) is not { } name || string.IsNullOrEmpty(ask.Body.Password))
            return VastErrors.Say(VastErrorCode.MissingParams, "Give email and password.");

        var (kind, fault) = SessionFor(ask.Body.As);
        if (fault is not null) return fault;

        var answer = await check.Run(name, ask.Body.Password, kind, null, call.Source, ct);
        if (answer.Given is not { } accepted) return VastErrors.Of(answer.Refused!);
        if (accepted.Session is not { } key) return TfaRoutes.Json(Required(accepted));

        if (kind is SessionKind.Bearer)
        {
            return TfaRoutes.Json(
                new LoggedIn(accepted.Account, key, accepted.EndsAt!.Value, BackupCodesLeft: null, HasMethods: false).ToAnswer(
                    key.Reveal()));
        }

        cookie.Give(response, key);
        return TfaRoutes.Json(accepted.Account.ToUser(hasMethods: false));
    }

    /// <summary>
    /// A program that was allowed at a page. What is no code and what is none any more are answered alike: neither says what was wrong.
    /// </summary>
    public static async Task<IResult> LogInProgram(
        JsonAsk<ProgramLogInRequest> ask, VastCall call, LogInProgram logIn, FalseCredentials falses, CancellationToken ct)
    {
        if (VastProof.Given(ask.Body.Code) is not { } typed || VastProof.Given(ask.Body.CodeVerifier) is not { } verifier
            || ask.Body.Port is not { } number)
        {
            return VastErrors.Say(VastErrorCode.MissingParams, "Give code, code_verifier and port.");
        }

        var answer = falses.TryRead(typed, call.Source, out var code)
            && CodeChallenge.Of(verifier) is { } challenge && ProgramPort.Of(number) is { } port
            ? await logIn.Run(code, new(port, challenge), call.Source, ct)
            : Refusal.ChallengeNotFound;
        return answer.Given is { } login ? TfaRoutes.Json(login.ToAnswer(login.NewKey!.Reveal())) : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> LogOut(
        VastCall call, LogOut logOut, SessionCookie cookie, HttpResponse response, CancellationToken ct)
    {
        await logOut.Run(call.Caller, ct);
        cookie.Take(response);
        response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        return TfaRoutes.Json(new DoneAnswer(true, "You are signed out."));
    }

    public static async Task<IResult> Current(VastCall call, ShowStatus showStatus, CancellationToken ct)
    {
        var status = await showStatus.Run(call.Caller, ct);
        return TfaRoutes.Json(status.Account.ToUser(status.Methods.Count > 0));
    }

    public static async Task<IResult> ChangePassword(
        JsonAsk<ChangePasswordRequest> ask,
        VastCall call, ChangePassword change, SessionCookie cookie, HttpResponse response, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(ask.Body.OldPassword) || string.IsNullOrEmpty(ask.Body.NewPassword))
            return VastErrors.Say(VastErrorCode.MissingParams, "Give old_password and new_password.");

        // A program has nobody to ask, and its key is often all that it has: keys end only where it says so.
        var keep = ask.Body.EndApiKeys is true ? KeptKeys.ByOperators.And(call.Caller.ApiKey?.Id) : KeptKeys.All;
        var answer = await change.Run(call.Caller, ask.Body.OldPassword, ask.Body.NewPassword, keep, ct);
        if (answer.Given is not { } changed) return VastErrors.Of(answer.Refused!);

        TfaRoutes.Renew(cookie, response, changed.NewKey);
        return TfaRoutes.Json(new DoneAnswer(true, "Your password has been changed, and every other session has ended."));
    }

    public static async Task<IResult> VerifyEmail(
        JsonAsk<VerifyEmailRequest> ask, VastCall call, VerifyEmail verify, FalseCredentials falses, CancellationToken ct)
    {
        var body = ask.Body;
        var answer = body switch
        {
            { Token: { Length: > 0 } link } =>
                falses.TryRead(link, call.Source, out var token)
                    ? await verify.Run(token, call.Source, call.SignedIn, ct)
                    : Refusal.InvalidLink,
            { Code: { Length: > 0 } typed } when call.SignedIn is { } caller =>
                await verify.Run(caller, Code.TryParse(typed, out var code) ? code : null, ct),
            _ => null,
        };
        return answer switch
        {
            null =>
                VastErrors.Say(VastErrorCode.MissingParams, "Give the token from the mailed link, or sign in and give the mailed code."),
            { Given: not null } => TfaRoutes.Json(new DoneAnswer(true, "Your e-mail address is confirmed.")),
            _ => VastErrors.Of(answer.Refused!),
        };
    }

    public static async Task<IResult> AskForVerification(
        JsonAsk<AskForVerificationRequest> ask, VastCall call, AskForVerification verification, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(ask.Body.Email, out var email)) return VastErrors.Of(new(Refusal.InvalidEmail));

        await verification.Run(email, call.Source, call.SignedIn, ct);
        return TfaRoutes.Json(
            new DoneAnswer(true, "If that address belongs to an account that is waiting for confirmation, an e-mail is on its way."));
    }

    public static async Task<IResult> AuditLogs(VastCall call, ShowActivity show, CancellationToken ct)
    {
        const int most = 500;
        var entries = await show.Run(call.Caller, most, ct);
        return TfaRoutes.Json<IReadOnlyList<Wire.AuditEntry>>([.. entries.Select(entry => entry.ToWire())]);
    }

    /// <summary>
    /// What a sign-in from nothing opens: a browser's session, or a program's that said so. The word is ours; without it all is as it was.
    /// </summary>
    internal static (SessionKind Kind, IResult? Fault) SessionFor(string? callsItself) => callsItself switch
    {
        null => (SessionKind.Browser, null),
        SignInWords.Program => (SessionKind.Bearer, null),
        _ => (default, VastErrors.Say(
            VastErrorCode.InvalidParams, "Leave 'as' out, or give 'program' to get the session key in the answer.")),
    };

    private static TfaRequiredAnswer Required(PasswordAccepted accepted) => new()
    {
        Secret = accepted.Pending!.Reveal(),
        TfaSecret = accepted.Pending.Reveal(),
        Methods = [.. accepted.Methods.Spoken().Select(method => method.ToOffer())],
    };
}
