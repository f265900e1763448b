using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Server.Requests;

/// <summary>Reads the body of a request to an interface.</summary>
public static class JsonBody
{
    /// <summary>
    /// The body; null when it is no JSON of the right form. No body at all is an empty object: old clients send nothing where nothing is
    /// asked.
    /// </summary>
    public static async ValueTask<T?> Read<T>(HttpContext context)
        where T : class
    {
        try
        {
            using var text = new MemoryStream();
            await context.Request.Body.CopyToAsync(text, context.RequestAborted);
            var body = text.Length == 0 ? "{}"u8 : text.GetBuffer().AsSpan(0, (int)text.Length);
            return JsonSerializer.Deserialize(body, WireJson.For<T>());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
