using Countersign.Server.ApiDocs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Countersign.Server.Pages.Manual;

/// <summary>The description of the interfaces, as a page to read.</summary>
public static class ApiRoutes
{
    public static async Task<IResult> Show(PageCall call, [FromKeyedServices(ApiDescription.Name)] IOpenApiDocumentProvider description) =>
        call.Show<ApiPage>(new ApiView(await description.GetOpenApiDocumentAsync(call.Http.RequestAborted)));
}

/// <summary>The operations, by interface.</summary>
public sealed class ApiView(OpenApiDocument document)
{
    /// <summary>Each interface with its operations, in the order of their paths.</summary>
    public IEnumerable<IGrouping<string, ApiOperation>> Interfaces =>
        from path in document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal)
        from operation in path.Value.Operations ?? []
        select new ApiOperation(operation.Key.Method, path.Key, operation.Value) into one
        group one by one.Says.Tags?.First().Name ?? "";
}

/// <summary>One operation.</summary>
public sealed record ApiOperation(string Method, string Path, OpenApiOperation Says)
{
    /// <summary>What a request holds.</summary>
    public IReadOnlyList<ApiField> Asks => FieldsOf(Says.RequestBody?.Content);

    /// <summary>What the answer holds.</summary>
    public IReadOnlyList<ApiField> Answers =>
        Says.Responses is { } answers && answers.TryGetValue("200", out var done) ? FieldsOf(done.Content) : [];

    private static IReadOnlyList<ApiField> FieldsOf(IDictionary<string, OpenApiMediaType>? content) =>
        content?.Values.FirstOrDefault()?.Schema is { } schema
            ? FieldsOf((schema.Type & JsonSchemaType.Array) != 0 ? schema.Items! : schema)
            : [];

    private static IReadOnlyList<ApiField> FieldsOf(IOpenApiSchema record) =>
        [.. record.Properties?.Select(field => ApiField.Of(record, field)) ?? []];
}

/// <summary>One field.</summary>
public sealed record ApiField(string Name, string Type, bool IsRequired, string? Description)
{
    internal static ApiField Of(IOpenApiSchema whole, KeyValuePair<string, IOpenApiSchema> field) => new(
        field.Key, TypeOf(field.Value), whole.Required?.Contains(field.Key) is true, field.Value.Description);

    private static string TypeOf(IOpenApiSchema schema) => schema switch
    {
        { Type: { } type } when (type & JsonSchemaType.Array) != 0 => $"list of {(schema.Items is { } items ? TypeOf(items) : "anything")}",
        OpenApiSchemaReference named => named.Reference.Id ?? "object",
        { Type: { } type } => string.Join(" or ", type.ToIdentifiers()),
        _ => "anything",
    };
}
