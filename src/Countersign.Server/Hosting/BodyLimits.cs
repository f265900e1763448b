using Countersign.Server.Requests;
using Countersign.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Server.Hosting;

/// <summary>
/// What a request body may be: at most 64 KiB, in UTF-8, and JSON where it goes to an interface. A browser cannot send JSON to
/// another site without asking first, so this also keeps forged forms out (ASVS 5.0 §3.5).
/// </summary>
public static class BodyLimits
{
    /// <summary>The longest body, in bytes.</summary>
    public const int LargestBody = 64 * 1024;

    private const string TooLarge = "The request body is larger than 64 KiB. Send a smaller one.";
    private const string NotJson = "Send a JSON body, with Content-Type: application/json.";
    private const string NotUtf8 = "Send the body in UTF-8; no other character set is read. `Content-Type: application/json` is enough.";
    private const string Compressed = "Send the body as it is: compressed ones are not read. Leave out Content-Encoding.";
    private const string Unreadable = "The request could not be read. Send one JSON object whose fields have the right types.";

    /// <summary>
    /// Lets a body that cannot be read reach <see cref="UseBodyLimits"/> as an exception, and sets the rules of the wire for JSON.
    /// </summary>
    public static IServiceCollection AddBodyLimits(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(options => WireJson.Apply(options.SerializerOptions))
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);

    /// <summary>Refuses bodies that are too large, of another kind, or unreadable, as JSON.</summary>
    public static IApplicationBuilder UseBodyLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
        {
            await RefuseTooLarge(context);
            return;
        }

        if (HasBody(context) && FaultOf(request) is { } fault)
        {
            await context.Refuse(StatusCodes.Status400BadRequest, VastErrorCode.BadRequest, fault);
            return;
        }

        try
        {
            await next(context);

            // The framework answers a body that turns out too large while it is read by the bare status.
            if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge) await RefuseTooLarge(context);
        }
        catch (BadHttpRequestException unreadable)
        {
            await Refuse(context, unreadable);
        }
    });

    private static Task Refuse(HttpContext context, BadHttpRequestException unreadable) =>
        unreadable.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? RefuseTooLarge(context)
            : context.Refuse(StatusCodes.Status400BadRequest, VastErrorCode.BadRequest, Unreadable);

    private static Task RefuseTooLarge(HttpContext context) =>
        context.Refuse(StatusCodes.Status413PayloadTooLarge, VastErrorCode.BadRequest, TooLarge);

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength != 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private static string? FaultOf(HttpRequest request) =>
        Interfaces.TakesJson(request.Path) && !request.IsJson() ? NotJson
        : !request.IsPlain() ? Compressed
        : request.IsInUtf8() ? null
        : NotUtf8;
}
