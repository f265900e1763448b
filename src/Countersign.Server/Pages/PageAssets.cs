using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Countersign.Server.Pages;

/// <summary>
/// Style sheet, scripts and icon, which are part of the program. Their addresses carry a hash of their content, so a
/// browser keeps them for ever and sees a new version at once.
/// </summary>
public static class PageAssets
{
    private const string Prefix = "Countersign.Server.wwwroot.";
    internal const int HashDigits = 12;

    private static readonly FrozenDictionary<string, Asset> All = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(Load)
        .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The address of one.</summary>
    public static string PathOf(string name) => $"/assets/{All[name].Hash}/{name}";

    /// <summary>
    /// Makes them smaller on their way, for whoever takes brotli or gzip (RFC 9110 §8.4.1). Nothing else of ours is: what a page says
    /// stands beside secrets, and its length would tell of them (BREACH, CVE-2013-3587).
    /// </summary>
    public static IServiceCollection AddAssetCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
    });

    /// <inheritdoc cref="AddAssetCompression" />
    public static void UseAssetCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/assets"), assets => assets.UseResponseCompression());

    /// <summary>Serves them.</summary>
    public static void MapAssets(this IEndpointRouteBuilder app) => app.MapGet("/assets/{hash}/{name}", Serve);

    private static IResult Serve(string hash, string name, PageLook look, HttpResponse response)
    {
        var found = All.TryGetValue(name, out var asset) && asset.Hash == hash
            ? (asset.Content, asset.Type)
            : look.Find($"/assets/{hash}/{name}");
        if (found is not var (content, type)) return Results.NotFound();

        response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return Results.Bytes(content, type);
    }

    private static Asset Load(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var name = resource[Prefix.Length..];
        return new(name, content.ToArray(), Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))[..HashDigits], TypeOf(name));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidDataException($"No type is known for an asset that ends in {other}."),
    };

    private sealed record Asset(string Name, byte[] Content, string Hash, string Type);
}
