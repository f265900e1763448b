namespace Countersign.Server.Pages;

/// <summary>The addresses of the pages that others lead to.</summary>
public static class PagePaths
{
    public const string SignUp = "/sign-up";
    public const string SignUpSent = "/sign-up/sent";
    public const string VerifyEmail = "/verify-email";
    public const string SignIn = "/sign-in";
    public const string Prompt = "/sign-in/code";
    public const string SignOut = "/sign-out";
    public const string Forgot = "/forgot-password";
    public const string Reset = "/reset-password";
    public const string Language = "/language";
    public const string Account = "/account";
    public const string Security = "/account/security";
    public const string Add = "/account/security/add";
    public const string Activity = "/account/activity";
    public const string ApiKeys = "/account/api-keys";
}
