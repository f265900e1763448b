using Countersign.Core;
using Countersign.Server.Recovery;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page that turns 2FA off shows. The token is shown as it came: the page is the same for any.</summary>
public sealed record DisableForm(string Link, string Name = "", Refused? Refused = null)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => "disable •••";
}

/// <summary>
/// The page behind the mailed link that turns 2FA off. Opening it, however often and by whomever, changes nothing and
/// tells nothing: it looks the same for any token. Its button sends the token together with user name and password.
/// </summary>
public static class DisableRoutes
{
    public static IResult Show(PageCall call, string token) => call.Show<DisablePage>(new DisableForm(token));

    public static async Task<IResult> Submit(
        PageCall call, CheckBasic check, DisableByLink disable, FalseCredentials falses, CancellationToken ct)
    {
        var refused = await TurnOff(call, check, disable, falses, ct);
        if (refused is not null)
        {
            var form = new DisableForm(call.Field("token"), call.Field("name"), refused);
            return call.Show<DisablePage>(form, StatusCodes.Status422UnprocessableEntity, at: LinkOf(form.Link));
        }

        // Every session of the account is over, and this browser's may have been one.
        call.Cookies.Session.Take(call.Http.Response);
        return call.GoTo(PagePaths.SignIn, Said.TurnedOffByLink);
    }

    private static string LinkOf(string token) =>
        PagePaths.DisableLink.Replace("{token}", Uri.EscapeDataString(token), StringComparison.Ordinal);

    private static async Task<Refused?> TurnOff(
        PageCall call, CheckBasic check, DisableByLink disable, FalseCredentials falses, CancellationToken ct)
    {
        var entered = await check.Run(call.Field("name"), call.Secret("password"), call.Source, ct);
        if (entered.Given is not { } person) return entered.Refused;
        if (!falses.TryRead(call.Field("token"), call.Source, out var link)) return new(Refusal.InvalidLink);

        return (await disable.Run(person, link, ct)).Refused;
    }
}
