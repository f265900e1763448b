
namespace Countersign.Server.Pages;

/// <summary>The addresses of the pages that others lead to.</summary>
public static class PagePaths
{
    public const string Start = "/";
    public const string SignUp = "/sign-up";
    public const string VerifyEmail = "/verify-email";
    public const string SignIn = "/sign-in";
    public const string EnterByPasskey = "/sign-in/passkey";
    public const string Prompt = "/sign-in/code";
    public const string Recovered = "/sign-in/recovered";
    public const string SignOut = "/sign-out";
    public const string Forgot = "/forgot-password";
    public const string Reset = "/reset-password";
    public const string KeepPassword = $"{Reset}/keep";
    public const string DisableLink = "/tf/disable/{token}";
    public const string Disable = "/disable-2fa";
    public const string ConfirmFactorLink = "/confirm-2fa";
    public const string ConfirmFactor = "/account/security/confirm";
    public const string NotMeLink = "/not-me";
    public const string WellKnownPassword = "/.well-known/change-password";
    public const string Language = "/language";
    public const string Account = "/account";
    public const string Security = "/account/security";
    public const string Add = "/account/security/add";
    public const string AddStart = "/account/security/add/start";
    public const string AddProve = "/account/security/add/prove";
    public const string AddChoose = "/account/security/add/choose";
    public const string AddApp = "/account/security/add/app";
    public const string AddPasskey = "/account/security/add/passkey";
    public const string AddPhone = "/account/security/add/phone";
    public const string AddPhoneCode = "/account/security/add/phone/code";
    public const string AddDone = "/account/security/add/done";
    public const string Remove = "/account/security/remove";
    public const string Methods = "/account/security/methods";
    public const string ProveAgain = "/account/prove";
    public const string ProvePasskey = "/account/prove/passkey";
    public const string Codes = "/account/security/codes";
    public const string Sessions = "/account/security/sessions";
    public const string Browsers = "/account/security/browsers";
    public const string Reminders = "/account/security/reminders";
    public const string PasswordChange = "/account/security/password";
    public const string Export = "/account/security/export";
    public const string Delete = "/account/security/delete";
    public const string Activity = "/account/activity";
    public const string NotMe = "/account/activity/not-me";
    public const string Program = "/account/command-line";
    public const string ApiKeys = "/account/api-keys";
    public const string Operate = "/operate";
    public const string OperateAccounts = "/operate/accounts";
    public const string OperateMessages = "/operate/messages";
    public const string OperateActivity = "/operate/activity";
    public const string OperateEnforcement = "/operate/enforcement";
    public const string OperateBudgets = "/operate/budgets";
    public const string OperateHooks = "/operate/webhooks";
    public const string OperateApps = "/operate/apps";
    public const string OperateAddApp = "/operate/add-app";
    public const string AuthorizeOn = "/openid/go-on";
    public const string AuthorizeAgain = "/openid/begin-again";
    public const string AuthorizeConsent = "/openid/consent";
    public const string AuthorizeSignOut = "/openid/leave";
    public const string Inbox = "/dev/inbox";
    public const string Interfaces = "/docs/api";
}
