using System.Text.RegularExpressions;
using Countersign.Server.Requests;

namespace Countersign.Server.Hosting;

/// <summary>
/// What clients mean by a request that says it a little differently. Stands before everything that looks at method or path, so that all of
/// it sees the same request.
/// </summary>
public static partial class LenientRequests
{
    /// <summary>Answers HEAD wherever GET is answered, and a path of an interface with slashes too many as the one that is meant.</summary>
    public static IApplicationBuilder UseLenientRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;

        // RFC 9110 §9.3.2: the answer to GET without its body, which the web server keeps back as it knows what came.
        if (HttpMethods.IsHead(request.Method)) request.Method = HttpMethods.Get;

        // A base address with its final slash, joined to a path that begins with one. No other addresses: a page has one spelling.
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal)
            && new PathString(Slashes().Replace(path, "/")) is var single && Interfaces.TakesJson(single))
            request.Path = single;
        return next(context);
    });

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();
}
