using System.Buffers;
using System.Text;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>JSON as it may be shown: same shape, every secret replaced.</summary>
public static class Blanked
{
    private const string Blank = "•••";

    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal)
    {
        "secret", "tfa_secret", "code", "code_verifier", "backup_code", "backup_codes", "password",
        "session_key", "key", "new_api_key", "provisioning_uri",
        "otp", "recovery_codes", "uri", "image", "token",
    };

    /// <summary>Blanks a JSON text; anything that is not JSON is told by its size alone.</summary>
    public static string Json(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return "";

        try
        {
            using var document = JsonDocument.Parse(json);
            return Written(document.RootElement);
        }
        catch (JsonException)
        {
            return $"({json.Length} bytes that are not JSON)";
        }
    }

    private static string Written(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder })) Copy(root, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Copy(JsonElement element, Utf8JsonWriter writer)
    {
        if (element.ValueKind is JsonValueKind.Object) CopyObject(element, writer);
        else if (element.ValueKind is JsonValueKind.Array) CopyArray(element, writer);
        else element.WriteTo(writer);
    }

    private static void CopyObject(JsonElement element, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (Secrets.Contains(property.Name) && property.Value.ValueKind is not JsonValueKind.Null) writer.WriteStringValue(Blank);
            else Copy(property.Value, writer);
        }

        writer.WriteEndObject();
    }

    private static void CopyArray(JsonElement element, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in element.EnumerateArray()) Copy(item, writer);
        writer.WriteEndArray();
    }
}
