using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page behind "this wasn't me" works with.</summary>
/// <param name="IsAboutFactors">The notice told of a factor that the mailbox never vouched for.</param>
public sealed record NotMeForm(Token Link, bool IsAboutFactors);

/// <summary>
/// "This wasn't me", by the link in a notice: opening it changes nothing, its button does, and nobody need be signed in.
/// </summary>
public static class NotMeRoutes
{
    public static async Task<IResult> Show(PageCall call, NotMeByLink notMe, CancellationToken ct) =>
        Token.TryParse(call.Query("token"), out var link) && await notMe.Look(link, ct) is { } objection
            ? call.Show<NotMeLinkPage>(new NotMeForm(link, objection.IsAboutFactors))
            : Over(call);

    public static async Task<IResult> Submit(PageCall call, NotMeByLink notMe, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(call.Field("token"), call.Source, out var link) || (await notMe.Run(link, call.Source, ct)).Given is not { } done)
            return Over(call);

        // Every session of the account is over, and this browser's may have been one.
        call.Cookies.Session.Take(call.Http.Response);
        return call.GoTo(PagePaths.Forgot, done.IsAboutFactors ? Said.ObjectedToFactor : Said.Objected);
    }

    private static IResult Over(PageCall call) => call.Show<NotMeOverPage>(status: StatusCodes.Status404NotFound);
}
