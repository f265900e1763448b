using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Core;

namespace Countersign.Server.Secrets;

/// <summary>The text of the key file: JSON, strict, with a fingerprint per key so that a damaged key is seen before it is used.</summary>
internal static class KeyFileText
{
    private const int Format = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        WriteIndented = true,
    };

    public static byte[] Write(IReadOnlyList<RootKey> keys)
    {
        var rows = keys.Select(k => new Row(k.Id, k.State, k.CreatedAt, k.RevealForFile(), k.Fingerprint));
        return JsonSerializer.SerializeToUtf8Bytes(new Page(Format, [.. rows]), Json);
    }

    public static IReadOnlyList<RootKey> Read(ReadOnlySpan<byte> text, string path)
    {
        var page = Parse(text, path);
        if (page.Format != Format) throw Damaged(path, $"its format is {page.Format}, this program reads {Format}");

        var keys = page.Keys.Select(row => ToKey(row, path)).ToArray();
        if (keys.DistinctBy(k => k.Id).Count() != keys.Length) throw Damaged(path, "a key id stands twice");
        if (keys.Count(k => k.State is RootKeyState.Active) != 1) throw Damaged(path, "not exactly one key is active");
        if (keys.Count(k => k.State is RootKeyState.Coming) > 1) throw Damaged(path, "more than one key is coming");
        return keys;
    }

    private static Page Parse(ReadOnlySpan<byte> text, string path)
    {
        try
        {
            var json = TextBytes.Read(text) ?? throw Damaged(path, "it isn't text");
            return JsonSerializer.Deserialize<Page>(json, Json) ?? throw Damaged(path, "it says null");
        }
        catch (JsonException)
        {
            // The parser's own message is left out: it may quote what stands in the file.
            throw Damaged(path, "it is not the JSON that was written");
        }
    }

    private static RootKey ToKey(Row? row, string path)
    {
        if (row is null || !KeyId.IsValid(row.Id)) throw Damaged(path, "a key id is not 'k' and a number");

        var chance = new byte[RootKey.Length];
        var whole = Convert.FromHexString(row.Secret, chance, out _, out var length) is OperationStatus.Done && length == RootKey.Length;
        var key = new RootKey(row.Id, chance, row.CreatedAt, row.State);
        return whole && key.Fingerprint == row.Fingerprint ? key : throw Damaged(path, $"key {row.Id} does not match its fingerprint");
    }

    private static KeyFileException Damaged(string path, string why) =>
        new($"The key file {path} is damaged: {why}. Put back a good copy; a new key could not read what is stored.");

    private sealed record Page(int Format, Row?[] Keys);

    private sealed record Row(string Id, RootKeyState State, DateTimeOffset CreatedAt, string Secret, string Fingerprint)
    {
        /// <summary>Never the key.</summary>
        public override string ToString() => "•••";
    }
}
