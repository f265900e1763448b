using System.Text.Json;
using Countersign.Server.ApiDocs;
using Countersign.Server.OpenId;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Xunit;

namespace Countersign.Server.Tests.ApiDocs;

/// <summary>The description of the interfaces says what the routes are, all of them and nothing else.</summary>
public sealed class ApiDescriptionTests
{
    // Doors for people, and for the machinery around the server.
    private static readonly string[] NotForPrograms = ["/healthz", "/readyz", "/metrics", "/dev/", "/docs/", "/assets/", "/reminders/"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_one_in_the_documents_is_what_the_server_says()
    {
        await using var server = await TestServer.StartDevelopment();

        var here = server.Services.GetRequiredService<PublicAddress>().Base.ToString().TrimEnd('/');
        Approved.Check(
            Path.Combine(Repository.Root, "docs", "api", "openapi.json"),
            Indented((await Text(server)).Replace(here, "https://2fa.example.org", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_OpenAPI_without_a_fault()
    {
        await using var server = await TestServer.StartDevelopment();

        var read = OpenApiDocument.Parse(await Text(server), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        var document = read.Document!;
        Assert.Empty(document.Validate(ValidationRuleSet.GetDefaultRuleSet()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        foreach (var (path, method, operation) in Operations(document))
        {
            Assert.False(string.IsNullOrEmpty(operation.Summary), $"{method} {path} says nothing.");
            Assert.EndsWith(".", operation.Summary, StringComparison.Ordinal);
            Assert.NotEmpty(operation.Tags!);
            Assert.NotEmpty(operation.Responses!);
        }

        var names = Operations(document).Select(one => one.Operation.OperationId).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task It_has_every_route_for_programs_and_no_other()
    {
        await using var server = await TestServer.StartDevelopment();
        var document = OpenApiDocument.Parse(await Text(server), "json").Document!;
        var told = Operations(document).Select(one => $"{one.Method} {one.Path}")
            .Where(one => !one.Contains("/openid/", StringComparison.Ordinal) && !one.Contains("/.well-known/", StringComparison.Ordinal));

        var routes =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.Metadata.GetMetadata<Countersign.Server.Pages.PageAccessNeeded>() is null
            let path = $"/{Plain(endpoint.RoutePattern.RawText!.TrimStart('/'))}"
            where !NotForPrograms.Any(other => path.StartsWith(other, StringComparison.Ordinal))
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select $"{method} {path}";

        Assert.Equal(routes.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        foreach (var path in (string[])[OpenIdPaths.Token, OpenIdPaths.UserInfo, OpenIdPaths.Configuration])
            Assert.Contains(path, document.Paths.Keys);
    }

    [Fact]
    public async Task A_page_shows_the_same()
    {
        await using var server = await TestServer.StartDevelopment();
        var browser = server.Browser();

        var page = await browser.Open("/docs/api");

        Assert.Contains("PUT /api/v0/tfa/regen-backup-codes/", page.Text, StringComparison.Ordinal);
        Assert.Contains("POST /openid/token", page.Text, StringComparison.Ordinal);
    }

    private static async Task<string> Text(TestServer server) =>
        await server.Http.GetStringAsync(new Uri(ApiDescription.Path, UriKind.Relative), Ct);

    private static string Indented(string json) => $"{JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Pretty)}\n";

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static IEnumerable<(string Path, string Method, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        select (path.Key, operation.Key.Method, operation.Value);

    private static string Plain(string pattern) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+):\w+\}", "{$1}");
}
