using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The routes of the pages, from the table that the running server answers by.</summary>
public static class RoutePatterns
{
    /// <summary>Those that answer GET.</summary>
    public static IReadOnlyList<string> ThatShow(TestServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<PageAccessNeeded>() is not null)
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(HttpMethods.Get))
            .Select(route => $"/{route.RoutePattern.RawText!.TrimStart('/')}")
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether a path is one of a pattern's.</summary>
    public static bool Match(string pattern, string path)
    {
        var (parts, given) = (pattern.Split('/'), path.Split('/'));
        return parts.Length == given.Length && parts.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
