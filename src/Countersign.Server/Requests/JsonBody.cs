using System.Buffers;
using System.Text.Json;
using Countersign.Core;
using Countersign.Wire;

namespace Countersign.Server.Requests;

/// <summary>Reads the body of a request to an interface.</summary>
public static class JsonBody
{
    /// <summary>
    /// The body; null when it is no JSON of the right form, or what should be text in it is none. No body at all, or an empty line, is an
    /// empty object: old clients send nothing where nothing is asked.
    /// </summary>
    public static async ValueTask<T?> Read<T>(HttpContext context)
        where T : class
    {
        var reader = context.Request.BodyReader;
        var whole = (await reader.ReadAtLeastAsync(int.MaxValue, context.RequestAborted)).Buffer;
        try
        {
            return Read<T>(whole.IsSingleSegment ? whole.FirstSpan : whole.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            reader.AdvanceTo(whole.End);
        }
    }

    private static T? Read<T>(ReadOnlySpan<byte> text)
        where T : class
    {
        var body = ByteOrderMark.SkipIn(text).Trim(" \t\r\n"u8);
        if (body.IsEmpty) body = "{}"u8;
        return HoldsText(body) ? JsonSerializer.Deserialize(body, WireJson.For<T>()) : null;
    }

    private static bool HoldsText(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new() { MaxDepth = WireJson.Options.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !PlainText.Holds(reader.GetString()!))
                    return false;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            return false;
        }
    }
}
