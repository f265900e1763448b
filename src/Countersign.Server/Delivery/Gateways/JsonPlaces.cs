using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Finds values in what others write as JSON: nothing is expected of it.</summary>
internal static class JsonPlaces
{
    private const int Deepest = 32;

    /// <summary>Reads a text; null when it is no JSON.</summary>
    public static JsonNode? Parse(string text) => Parse(System.Text.Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0
                ? null
                : JsonNode.Parse(bytes, documentOptions: new() { MaxDepth = Deepest, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands at a place such as <c>messages.0.status</c>, as text; null when nothing does.</summary>
    public static string? Find(JsonNode? node, string place)
    {
        foreach (var step in place.Split('.'))
            node = node switch
            {
                JsonObject all => all.TryGetPropertyValue(step, out var value) ? value : null,
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Count =>
                    list[at],
                _ => null,
            };

        return node is JsonValue found ? found.ToString() : null;
    }
}
