using Countersign.Server.Requests;
using Countersign.Server.VastApi;
using Countersign.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Server.Tests.VastApi;

/// <summary>One route of the running server.</summary>
internal sealed record LiveRoute(string Method, string Pattern, VastAccess? Access, Type? Body)
{
    private static readonly Dictionary<string, string> Values = new() { ["id"] = "1" };

    /// <summary>The path below <c>/api/v0</c>, with an id that exists in its holes.</summary>
    public string Path => Fill(Pattern["/api/v0".Length..]);

    /// <summary>Whether anything may change.</summary>
    public bool Changes => Method != HttpMethods.Get;

    public bool Matches(string method, string path) => method == Method
        && path.Split('/').Zip(Pattern.Split('/'), (given, part) => part.StartsWith('{') || part == given).All(same => same)
        && path.Split('/').Length == Pattern.Split('/').Length;

    public override string ToString() => $"{Method} {Pattern}";

    private static string Fill(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? Values[part.Trim('{', '}').Split(':')[0]] : part));
}

/// <summary>The routes of the running server, from the table it answers by.</summary>
internal static class LiveRoutes
{
    public const string Prefix = "/api/v0/";

    /// <summary>Those of this interface.</summary>
    public static IReadOnlyList<LiveRoute> Of(TestServer server) =>
        [.. Endpoints(server).Where(endpoint => Pattern(endpoint).StartsWith(Prefix, StringComparison.Ordinal)).SelectMany(Read)];

    /// <summary>Everything the server answers.</summary>
    public static IEnumerable<RouteEndpoint> Endpoints(TestServer server) =>
        server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static string Pattern(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private static IEnumerable<LiveRoute> Read(RouteEndpoint endpoint)
    {
        var access = endpoint.Metadata.GetMetadata<VastAccessNeeded>()?.Access;
        var handler = endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>();
        var body = handler?.GetParameters().Select(parameter => parameter.ParameterType)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(JsonAsk<>))?.GetGenericArguments()[0];
        return endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(
            method => new LiveRoute(method, Pattern(endpoint), access, body));
    }
}
