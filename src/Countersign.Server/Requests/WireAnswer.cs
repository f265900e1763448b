using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Server.Requests;

/// <summary>
/// An answer of an interface. It is written whole before its first byte leaves, so its length is known, and head and body go to the
/// connection together instead of in pieces.
/// </summary>
public sealed class WireAnswer<T>(T answer) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.Response.WriteWire(answer);
}

/// <summary>Writes the messages of the wire.</summary>
public static class WireAnswers
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Writes one whole.</summary>
    public static Task WriteWire<T>(this HttpResponse response, T answer)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.For<T>());
        (response.ContentType, response.ContentLength) = (Json, text.Length);
        return response.Body.WriteAsync(text, response.HttpContext.RequestAborted).AsTask();
    }
}
