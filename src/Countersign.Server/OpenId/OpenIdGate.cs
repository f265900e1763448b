using Countersign.Server.Requests;
using Countersign.Server.Vocabulary;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Countersign.Server.OpenId;

/// <summary>
/// Leads what applications ask to the library, by the address alone: no other request meets it. Where a person is to be asked something,
/// the library has looked at the question, and the request goes on to our pages.
/// </summary>
public sealed class OpenIdGate(OpenIdServer server, PublicAddress address, RequestDelegate next)
{
    private static readonly IReadOnlyDictionary<string, string> NoForm = new Dictionary<string, string>
    {
        ["error"] = "invalid_request",
        ["error_description"] = "The form cannot be read: it has too many or too long fields, or characters that nobody can type.",
    };

    public Task InvokeAsync(HttpContext context) => OpenIdPaths.Holds(context.Request.Path) ? Serve(context) : next(context);

    private async Task Serve(HttpContext context)
    {
        if (await Unreadable(context) || await AskedByForm(context)) return;

        // Whatever host a request names, we are where the operator says: nothing the library writes can be led elsewhere.
        (context.Request.Scheme, context.Request.Host) = (address.Base.Scheme, HostString.FromUriComponent(address.Base));
        var parts = await server.Current(context.RequestAborted);
        await using var scope = parts.CreateAsyncScope();
        context.Features.Set(new OpenIdParts(scope.ServiceProvider));
        scope.ServiceProvider.GetRequiredService<AppWitness>().Source =
            context.Source() with { Route = $"{context.Request.Method} {context.Request.Path}" };
        if (!await OpenIdParts.Within(context, () => Handle(context))) await next(context);
    }

    private static async Task<bool> Handle(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(context, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        return await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync();
    }

    // What is no form, the library would take for a fault of ours (RFC 6749 §5.2: the request is malformed).
    private static async Task<bool> Unreadable(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return false;

        try
        {
            // RFC 6749 appendix B: there is no other form.
            if (!IsUrlEncoded(context.Request)) throw new InvalidDataException("These doors take no form of parts.");

            await context.Request.ReadFormAsync(context.RequestAborted);
            return false;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(NoForm, context.RequestAborted);
            return true;
        }
    }

    private static bool IsUrlEncoded(HttpRequest request) =>
        request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    // OpenID Connect Core §3.1.2.1 lets an application ask by a form, too. It comes from another site, so none of our cookies come with
    // it; the same question by an address is asked as any other.
    private static async Task<bool> AskedByForm(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || request.Path.Value is not (OpenIdPaths.Authorize or OpenIdPaths.SignOut)) return false;
        if (!request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return true;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = request.Path + QueryString.Create(form);
        return true;
    }
}

/// <summary>The parts of the library that serve one request.</summary>
public sealed record OpenIdParts(IServiceProvider Services)
{
    /// <summary>Does something where the library finds its own parts.</summary>
    public static async Task<T> Within<T>(HttpContext context, Func<Task<T>> act)
    {
        var outer = context.RequestServices;
        context.RequestServices = context.Features.Get<OpenIdParts>()!.Services;
        try
        {
            return await act();
        }
        finally
        {
            context.RequestServices = outer;
        }
    }
}
