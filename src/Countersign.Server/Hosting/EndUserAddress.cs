using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.Hosting;

/// <summary>
/// At which address the person is that an application asks for. An application that signs its people in through the interface is one
/// address, and all of them would share what one address may do; and the audit log would know nothing but the application. By a key that an
/// operator has made for it (<see cref="ApiKeyRights.NameEndUsers"/>) it is believed: from here on the person's address counts, and what
/// all its people do together is limited too.
/// </summary>
public static class EndUserAddress
{
    /// <summary>The key.</summary>
    public const string Application = "Countersign-Application";

    /// <summary>The person's address.</summary>
    public const string EndUser = NamedEndUser.Address;

    /// <summary>Takes the address, or refuses: what is named without leave, or cannot be read, is never passed over.</summary>
    public static IApplicationBuilder UseEndUserAddress(this IApplicationBuilder app, Callers callers, int share) =>
        app.Use((context, next) =>
        {
            var (key, named) = (context.Request.Headers[Application].ToString(), context.Request.Headers[EndUser].ToString());

            // Applications that keep their own people say who they are by their secret, and are believed nothing.
            return (key.Length == 0 && named.Length == 0) || Interfaces.SpeaksApps(context.Request.Path)
                ? next(context)
                : Take(context, next, callers, share, key, named);
        });

    private static async Task Take(HttpContext context, RequestDelegate next, Callers callers, int share, string key, string named)
    {
        if (key.Length == 0 || await callers.NamerOfEndUsers(key, context.Source(), context.RequestAborted) is not { } teller)
        {
            await context.Refuse(
                StatusCodes.Status401Unauthorized, VastErrorCode.AuthError,
                (key.Length == 0
                    ? $"Whoever names a person's address gives a key for it in the header {Application}. "
                    : $"The key in the header {Application} is not one by which a person's address may be named, or it was deleted. ") +
                "An operator makes one with `countersign-server account key add NAME --name … --end-users`.");
        }
        else if (NamedEndUser.Read(named) is not { } address)
        {
            await context.Refuse(
                StatusCodes.Status400BadRequest, VastErrorCode.BadRequest,
                $"Name the person's address in the header {EndUser}: one IPv4 or IPv6 address and nothing else.");
        }
        else
        {
            context.Features.Set(new Teller(teller, context.Source().IpAddress, share));
            context.Connection.RemoteIpAddress = AddressBucket.Plain(address);
            await next(context);
        }
    }
}
