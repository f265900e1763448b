using Countersign.Server.OpenId;
using Countersign.Server.Pages.Proxies;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Countersign.Server.Pages.Applications;

/// <summary>The application that somebody is on their way to while they sign in.</summary>
/// <param name="Hint">What it says they are called (<c>login_hint</c>); empty: it does not.</param>
public sealed record WantedApp(App App, string Hint)
{
    private const int LongestHint = 254;

    /// <summary>Whether an address is a question of an application.</summary>
    public static bool IsOne(string? path) =>
        path?.StartsWith($"{OpenIdPaths.Authorize}?", StringComparison.Ordinal) is true || ProxiedPaths.NameIn(path) is not null;

    /// <summary>Where the question is asked again; null: nobody asked.</summary>
    public static string? PathOf(PageCall call) =>
        call.Cookies.Read(call.Http.Request, PageCookie.Wanted) is { } path && IsOne(path) ? path : null;

    /// <summary>The application, if there is one.</summary>
    public static async Task<WantedApp?> Find(PageCall call, EnterApp enter, CancellationToken ct)
    {
        if (PathOf(call) is not { } path) return null;
        if (ProxiedPaths.NameIn(path) is { } name) return await enter.Find(name, ct) is { } proxied ? new(proxied, "") : null;

        var parts = QueryHelpers.ParseQuery(path[path.IndexOf('?', StringComparison.Ordinal)..]);
        if (await enter.Find(parts.GetValueOrDefault(OpenIddictConstants.Parameters.ClientId).ToString(), ct) is not { } app) return null;

        var hint = parts.GetValueOrDefault(OpenIddictConstants.Parameters.LoginHint).ToString();
        return new(app, hint.Length <= LongestHint && Core.PlainText.Holds(hint) ? hint : "");
    }
}
