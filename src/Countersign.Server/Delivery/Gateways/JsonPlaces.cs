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
    public static JsonNode? Parse(byte[] bytes) => Careful(() => bytes.Length == 0
        ? null
        : JsonNode.Parse(bytes, documentOptions: new() { MaxDepth = Deepest, AllowDuplicateProperties = false }));

    /// <summary>What stands at a place such as <c>messages.0.status</c>, as text; null when nothing does, or no text.</summary>
    public static string? Find(JsonNode? node, string place) => Careful(() => (At(node, place) as JsonValue)?.ToString());

    /// <summary>The list that stands at a place; empty when none does.</summary>
    public static IReadOnlyList<JsonNode?> ListAt(JsonNode? node, string place) =>
        Careful(() => At(node, place) is JsonArray all ? all.ToList() : null) ?? [];

    /// <summary>All that an object holds, as text; empty when it is none, or something in it is no text.</summary>
    public static IReadOnlyDictionary<string, string> All(JsonNode? node) =>
        Careful(() => (node as JsonObject)?.ToDictionary(each => each.Key, each => each.Value?.ToString() ?? ""))
        ?? new Dictionary<string, string>();

    private static JsonNode? At(JsonNode? node, string place)
    {
        foreach (var step in place.Split('.'))
            node = node switch
            {
                JsonObject all => all.TryGetPropertyValue(step, out var value) ? value : null,
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Count =>
                    list[at],
                _ => null,
            };

        return node;
    }

    // Half a pair of surrogates, and bytes that are no UTF-8, are found only when a name or a text is looked at; the one by an
    // InvalidOperationException, and what is written twice by an ArgumentException.
    private static T? Careful<T>(Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
