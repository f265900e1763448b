using System.Globalization;
using Countersign.Server.Requests;
using Countersign.Server.Vocabulary;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Countersign.Server.ApiDocs;

/// <summary>
/// The description of every HTTP interface (OpenAPI 3.1), made of what its routes say of themselves (<see cref="Told"/>) and of the records
/// on the wire. Only a developer's server makes it.
/// </summary>
public static class ApiDescription
{
    /// <summary>What the document is called among the services.</summary>
    public const string Name = "v1";

    /// <summary>Where it is.</summary>
    public const string Path = "/docs/api.json";

    private const string Slashed = "/api/v0/";
    private const string Instant = "Unix seconds";

    /// <summary>Adds what makes it.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = route => Found<Told>(route.ActionDescriptor.EndpointMetadata) is not null;
        options.AddSchemaTransformer(DescribeType);
        options.AddOperationTransformer(Describe);
        options.AddDocumentTransformer(Complete);
    });

    private static T? Found<T>(IEnumerable<object> metadata)
        where T : class => metadata.OfType<T>().LastOrDefault();

    // Our converter writes instants as numbers, which the exporter of schemas cannot know.
    private static Task DescribeType(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type != typeof(DateTimeOffset) && type != typeof(DateTimeOffset?)) return Task.CompletedTask;

        (schema.Type, schema.Format, schema.Description) =
            (JsonSchemaType.Number | (type == typeof(DateTimeOffset?) ? JsonSchemaType.Null : 0), null, Instant);
        return Task.CompletedTask;
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var (told, of, callers) = (Found<Told>(metadata)!, Found<ToldInterface>(metadata)!, Found<ToldCallers>(metadata)!);
        operation.OperationId = IdOf(context.Description.HttpMethod!, context.Description.RelativePath!);
        operation.Tags = new HashSet<OpenApiTagReference> { new(of.Tag, context.Document) };
        (operation.Summary, operation.Description) = (told.Summary, callers.Sentence);
        operation.Security = [.. SecurityOf(callers, context.Document!)];
        if (Found<AskedBody>(metadata) is { } asked)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = Json(await SchemaOf(asked.Type, context, ct)),
            };

        operation.Responses = new()
        {
            ["200"] = new OpenApiResponse
            {
                Description = "Done.",
                Content = told.Answer is { } answer ? Json(await SchemaOf(answer, context, ct)) : null,
            },
            ["4XX"] = new OpenApiResponse
            {
                Description = "Refused: the answer says why, and what to do next. 429 says in Retry-After when to come again.",
                Content = of.Refusal is { } refusal ? Json(await SchemaOf(refusal, context, ct)) : null,
            },
            ["503"] = new OpenApiResponse { Description = "Not now: nothing was done. Retry-After says when to come again." },
        };
    }

    // Each record stands in the document once, by its name.
    private static async Task<IOpenApiSchema> SchemaOf(Type type, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, ct);
        if (type.IsGenericType) return schema;

        context.Document!.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    // Each stands alone, or the document would take them together.
    private static IEnumerable<OpenApiSecurityRequirement> SecurityOf(ToldCallers callers, OpenApiDocument document)
    {
        foreach (var by in callers.By)
            yield return new() { [new OpenApiSecuritySchemeReference(SchemeOf(by), document)] = [] };
        if (callers is { OrNobody: true, By.Count: > 0 }) yield return [];
    }

    private static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        var given = context.ApplicationServices;
        document.Info = new()
        {
            Title = "Countersign",
            Description = "Two-factor authentication for the people of a platform: the tfa and /tf interfaces, the one for " +
                "applications that keep their own people, OpenID Connect, and what gateways and mail services tell.",
            Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new() { Url = given.GetRequiredService<PublicAddress>().Base.ToString().TrimEnd('/') }];
        document.Components ??= new();
        document.Components.SecuritySchemes = Enum.GetValues<ShownBy>().ToDictionary(SchemeOf, SchemeFor);
        document.Paths = WithTheirSlashes(document.Paths);
        OpenIdOperations.Add(document);
        foreach (var (path, item) in document.Paths)
            foreach (var parameter in item.Operations?.Values.SelectMany(each => each.Parameters ?? []) ?? [])
                if (parameter is OpenApiParameter one) one.Description ??= $"The {one.Name} in {path}.";
        return Task.CompletedTask;
    }

    // The library cuts the last slash off, and clients of this interface send it.
    private static OpenApiPaths WithTheirSlashes(OpenApiPaths paths)
    {
        var whole = new OpenApiPaths();
        foreach (var (path, item) in paths)
            whole[path.StartsWith(Slashed, StringComparison.Ordinal) ? $"{path}/" : path] = item;
        return whole;
    }

    private static string SchemeOf(ShownBy by) => by switch
    {
        ShownBy.Key => "key",
        ShownBy.Cookie => "cookie",
        ShownBy.Password => "password",
        ShownBy.Token => "token",
        ShownBy.Application => "application",
        ShownBy.ApplicationSecret => "application_secret",
    };

    private static IOpenApiSecurityScheme SchemeFor(ShownBy by) => by switch
    {
        ShownBy.Key => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key, or the key of a program's session.",
        },
        ShownBy.Cookie => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = "__Host-session",
            Description = "The cookie of a browser's session.",
        },
        ShownBy.Password => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "User name (or address) and password.",
        },
        ShownBy.Token => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of /auth/request-token.",
        },
        ShownBy.Application => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description = "Name and secret of an application that keeps its own people.",
        },
        ShownBy.ApplicationSecret => new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The secret of such an application alone.",
        },
    };

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema) => new(StringComparer.Ordinal)
    {
        ["application/json"] = new OpenApiMediaType { Schema = schema },
    };

    // One name for each, from what it is called by: post_tfa_totp_setup.
    private static string IdOf(string method, string path)
    {
        var words = path.Split('/', '-', '_', '{', '}', ':').Where(word => word.Length > 0 && word is not ("api" or "v0" or "int" or "long"));
        return string.Join('_', words.Prepend(method.ToLower(CultureInfo.InvariantCulture)));
    }
}
