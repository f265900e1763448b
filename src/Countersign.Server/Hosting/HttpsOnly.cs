using System.Net;
using Countersign.Server.Requests;
using Countersign.Wire;

namespace Countersign.Server.Hosting;

/// <summary>
/// Whoever comes from another machine comes encrypted. There is no redirect: it would teach clients to send their
/// secrets in the clear first (ASVS 5.0 §4.1.2).
/// </summary>
public static class HttpsOnly
{
    /// <summary>Refuses plain http from elsewhere. Stands after <see cref="ClientAddress.UseClientAddress"/>.</summary>
    public static IApplicationBuilder UseHttpsOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.IsHttps || IsFromHere(context) || Health.IsAskedBy(context.Request)
            ? next(context)
            : context.Refuse(
                StatusCodes.Status403Forbidden, VastErrorCode.AuthError, "This server answers over https only. Use an https:// address."));

    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } client && IPAddress.IsLoopback(client);
}
