using System.Globalization;
using System.Security.Claims;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.SignIn;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Countersign.Server.Pages.Applications;

/// <summary>What a page lets the library answer an application.</summary>
internal sealed class OpenIdAnswer : IResult
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private readonly Func<HttpContext, Task> act;

    private OpenIdAnswer(Func<HttpContext, Task> act) => this.act = act;

    public Task ExecuteAsync(HttpContext httpContext) => OpenIdParts.Within(httpContext, async () =>
    {
        await act(httpContext);
        return true;
    });

    /// <summary>Who it is, and what was proven, when.</summary>
    public static OpenIdAnswer Enter(EnteredApp entered, IReadOnlyList<string> scopes)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, entered.Account.Value.ToString(CultureInfo.InvariantCulture))
            .SetClaim(Claims.AuthenticationTime, entered.Proof.At.ToUnixTimeSeconds())
            .SetClaim(Claims.AuthenticationContextReference, AppProofRules.AcrOf(entered.Proof.Level))
            .SetClaims(Claims.AuthenticationMethodReference, [.. AppProofRules.AmrOf(entered.Proof)]);
        var person = new ClaimsPrincipal(identity);
        person.SetScopes(scopes).SetAuthorizationId(entered.Grant.ToString(CultureInfo.InvariantCulture));
        person.SetDestinations(static claim => [Destinations.IdentityToken, Destinations.AccessToken]);
        return new(http => http.SignInAsync(Scheme, person));
    }

    /// <summary>No, in the words of the specification.</summary>
    public static OpenIdAnswer No(string error, string description) =>
        new(http => http.ForbidAsync(Scheme, new(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        })));

    /// <summary>Signed out: on to where the application wants people to be sent, if it may.</summary>
    public static OpenIdAnswer SignedOut() => new(http => http.SignOutAsync(Scheme, new() { RedirectUri = PagePaths.SignIn }));
}
