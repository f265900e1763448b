using Countersign.Server.Requests;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Frame;

/// <summary>What went wrong, as far as a person needs to know.</summary>
public enum Trouble
{
    NoSuchPage,
    NotThisWay,
    TooLarge,
    Unreadable,
    NeedsHttps,
    Unavailable,
}

/// <summary>
/// Refusals as pages, for whoever sits at a browser; programs get the words of the wire. Such a page asks neither the
/// database nor a session: they may be what fails.
/// </summary>
public static class ErrorPages
{
    // The only address of an interface that people open: it is in a mail.
    private static readonly PathString MailedLink = "/tf/disable";

    /// <summary>Shows refusals and bare statuses to people. Stands outside of everything that refuses.</summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app.Use((context, next) =>
        IsForPeople(context.Request) ? ForPeople(context, next) : next(context));

    private static async Task ForPeople(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<RefusalPage>(Show);
        await next(context);
        if (IsBare(context.Response)) await Show(context);
    }

    private static Task Show(HttpContext context)
    {
        var given = context.RequestServices;
        var cookies = given.GetRequiredService<PageCookies>();
        var culture = given.GetRequiredService<Cultures>().Choose(
            cookies.Read(context.Request, PageCookie.Language), null, context.Request);
        var call = new PageCall(
            context, cookies, null, culture, given.GetRequiredService<Ground>().Now(), PageCall.NoForms, FormCollection.Empty);
        var again = HttpMethods.IsPost(context.Request.Method) ? PagePaths.Start : null;
        return call.Show<ErrorPage>(TroubleOf(context), context.Response.StatusCode, again).ExecuteAsync(context);
    }

    private static bool IsForPeople(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && (!Interfaces.TakesJson(request.Path) || (HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments(MailedLink)));

    private static bool IsBare(HttpResponse response) =>
        !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response.ContentType is null;

    // Open: any status may come from the framework.
    private static Trouble TroubleOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Trouble.NoSuchPage,
        StatusCodes.Status405MethodNotAllowed => Trouble.NotThisWay,
        StatusCodes.Status413PayloadTooLarge => Trouble.TooLarge,
        StatusCodes.Status403Forbidden when !context.Request.IsHttps => Trouble.NeedsHttps,
        >= StatusCodes.Status500InternalServerError => Trouble.Unavailable,
        _ => Trouble.Unreadable,
    };
}
