using Countersign.Server.Recovery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the page behind "this wasn't me" works with.</summary>
/// <param name="To">What its button stops.</param>
public sealed record NotMeForm(Token Link, ObjectionTo To);

/// <summary>
/// "This wasn't me", by the link in a notice: opening it changes nothing, its button does, and nobody need be signed in.
/// </summary>
public static class NotMeRoutes
{
    public static async Task<IResult> Show(PageCall call, NotMeByLink notMe, CancellationToken ct) =>
        Token.TryParse(call.Query("token"), out var link) && await notMe.Look(link, ct) is { } objection
            ? call.Show<NotMeLinkPage>(new NotMeForm(link, objection))
            : Over(call);

    public static async Task<IResult> Submit(PageCall call, NotMeByLink notMe, FalseCredentials falses, CancellationToken ct)
    {
        if (!falses.TryRead(call.Field("token"), call.Source, out var link) || (await notMe.Run(link, call.Source, ct)).Given is not { } done)
            return Over(call);

        // Every session of the account is over but where it only waits, and this browser's may have been one.
        if (done.To is not ObjectionTo.MailWait) call.Cookies.Session.Take(call.Http.Response);
        return call.GoTo(PagePaths.Forgot, done.To switch
        {
            ObjectionTo.MailWait => Said.WaitsAnew,
            ObjectionTo.Factors => Said.ObjectedToFactor,
            ObjectionTo.Everything => Said.Objected,
        });
    }

    private static IResult Over(PageCall call) => call.Show<NotMeOverPage>(status: StatusCodes.Status404NotFound);
}
