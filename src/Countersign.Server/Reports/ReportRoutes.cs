using System.Text;
using Countersign.Server.ApiDocs;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Bounces;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Countersign.Server.Reports;

/// <summary>Who may call: a gateway or a mail service of the settings, by what it signs or knows.</summary>
public sealed record ReportAccess;

/// <summary>Where gateways tell what became of text messages, and a mail service what came back.</summary>
public static class ReportRoutes
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly ToldInterface OfServices = new("reports", null);
    private static readonly ToldCallers ByService =
        new("A gateway or mail service of the settings calls it, and signs what it says in its own way.", [], OrNobody: true);

    /// <summary>Maps the addresses.</summary>
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        app.MapPost("/mail/bounces", TakeBounce).WithMetadata(new ReportAccess(), OfServices, ByService)
            .Tells("Takes what a mail service tells of mails that came back.");
        MapGateways(app);
    }

    private static void MapGateways(IEndpointRouteBuilder app) => app
        .MapMethods("/gateways/{gateway:int}/reports", [HttpMethods.Get, HttpMethods.Post], Take)
        .WithMetadata(new ReportAccess(), OfServices, ByService)
        .Tells("Takes what a gateway tells of a message: delivered, failed, and when.");

    // Whoever is no gateway of ours learns nothing of which messages there are.
    private static async Task<IResult> Take(int gateway, HttpContext context, TakeReport take, FalseCredentials falses)
    {
        var call = await CallOf(context.Request, context.RequestAborted);
        return await take.Run(gateway, call, context.RequestAborted) ? Results.Ok() : Refuse(context, falses);
    }

    // Whoever may not tell us learns nothing of which addresses there are.
    private static async Task<IResult> TakeBounce(HttpContext context, TakeBounce take, FalseCredentials falses) =>
        await take.Run(await CallOf(context.Request, context.RequestAborted), context.RequestAborted)
            ? Results.Ok()
            : Refuse(context, falses);

    private static IResult Refuse(HttpContext context, FalseCredentials falses)
    {
        falses.Note(context.Source());
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static async Task<ReportCall> CallOf(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var bytes = body.ToArray();
        var isForm = request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) is true;
        return new(
            $"{request.PathBase}{request.Path}{request.QueryString}", Fields(QueryHelpers.ParseQuery(request.QueryString.Value)),
            Fields(isForm ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes)) : []), bytes,
            name => request.Headers.TryGetValue(name, out var value) && value.Count == 1 ? value[0] : null);
    }

    // A field that is there twice is read by nobody alike.
    private static Dictionary<string, string> Fields(Dictionary<string, StringValues> all) =>
        all.Where(field => field.Value.Count == 1).ToDictionary(
            field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
}
