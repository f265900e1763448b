using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Countersign.TestKit;

/// <summary>An answer of the <c>tfa</c> interface, as it came over the wire.</summary>
public sealed record VastAnswer(int Status, HttpResponseHeaders Headers, string Raw, JsonElement Body)
{
    /// <summary>The word in <c>error</c>; null in an answer that is no refusal.</summary>
    public string? Error => Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty("error", out var word) ? word.GetString() : null;

    /// <summary>The sentence in <c>msg</c>.</summary>
    public string? Msg => Text("msg");

    /// <summary>The handle in <c>secret</c>.</summary>
    public string Secret => Text("secret")!;

    /// <summary>A field that must be there.</summary>
    public JsonElement this[string name] =>
        Body.TryGetProperty(name, out var field) ? field : throw new KeyNotFoundException($"There is no {name} in {Raw}");

    /// <summary>Whether a field is there, null or not.</summary>
    public bool Has(string name) => Body.TryGetProperty(name, out _);

    /// <summary>A field's text.</summary>
    public string? Text(string name) => this[name].GetString();

    /// <summary>The texts of a list, such as <c>backup_codes</c>.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. this[name].EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>Itself, if the status is the expected one; else it says what came instead.</summary>
    public VastAnswer Expect(HttpStatusCode status) =>
        Status == (int)status ? this : throw new InvalidOperationException($"Expected {(int)status}, and got {Status}: {Raw}");

    /// <summary>Itself, if all went well.</summary>
    public VastAnswer Ok() => Expect(HttpStatusCode.OK);

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Raw}";
}
