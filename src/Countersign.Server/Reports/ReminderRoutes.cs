using Countersign.Server.Accounts;
using Countersign.Server.Delivery;

namespace Countersign.Server.Reports;

/// <summary>Who may call: a mail program, with the address that stands in a mail.</summary>
public sealed record ReminderAccess;

/// <summary>
/// Where mail programs turn reminders off (RFC 8058). To open the address changes nothing: programs look at what is in mails.
/// </summary>
public static class ReminderRoutes
{
    /// <summary>Maps the address.</summary>
    public static void MapReminders(this IEndpointRouteBuilder app) => app
        .MapMethods($"{ReminderLinks.Path}/{{link}}", [HttpMethods.Get, HttpMethods.Post], Take)
        .WithMetadata(new ReminderAccess());

    private static async Task<IResult> Take(string link, HttpContext context, TurnReminders turn)
    {
        // There is the switch.
        if (HttpMethods.IsGet(context.Request.Method)) return Results.Redirect("/account/security");

        return await turn.TryOff(link, context.RequestAborted) ? Results.Ok() : Results.NotFound();
    }
}
