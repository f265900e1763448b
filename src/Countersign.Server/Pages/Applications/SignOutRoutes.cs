using Countersign.Server.OpenId;
using Countersign.Server.Pages.Entry;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Microsoft.AspNetCore;

namespace Countersign.Server.Pages.Applications;

/// <summary>
/// An application sends somebody to sign out (OpenID Connect RP-Initiated Logout). They are asked: no other site can end their session.
/// </summary>
public static class SignOutRoutes
{
    internal static IResult Show(PageCall call)
    {
        if (call.Http.GetOpenIddictServerResponse() is { Error: { Length: > 0 } }) return AppTrouble.Of(call);
        if (call.SignedIn is null) return OpenIdAnswer.SignedOut();

        if (call.Http.GetOpenIddictServerRequest()?.PostLogoutRedirectUri is { Length: > 0 } target)
            call.Http.LetFormsLeadTo(new Uri(target));
        return call.Show<SignOutPage>(OpenIdPaths.SignOut + call.Http.Request.QueryString);
    }

    internal static async Task<IResult> Submit(PageCall call, LogOut logOut, CancellationToken ct)
    {
        if (call.SignedIn is { } caller) await logOut.Run(caller, ct);
        SignInRoutes.Forget(call);
        var path = call.Field(AuthorizeRoutes.AskField);
        return path == OpenIdPaths.SignOut || path.StartsWith($"{OpenIdPaths.SignOut}?", StringComparison.Ordinal)
            ? call.GoTo(path)
            : call.GoTo(PagePaths.SignIn, Said.SignedOut);
    }
}
