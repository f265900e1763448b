using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Countersign.TestKit;

/// <summary>
/// A client of the <c>tfa</c> interface that knows nothing of our own client: paths and fields are written out in the
/// tests, so that the wire itself is tested. A browser keeps its cookie, as browsers do.
/// </summary>
public sealed class VastCaller(HttpClient http, string? bearer = null)
{
    /// <summary>What goes into <c>Authorization: Bearer …</c>.</summary>
    public string? Bearer { get; set; } = bearer;

    /// <summary>The session cookie as <c>name=value</c>; null when there is none.</summary>
    public string? Cookie { get; set; }

    /// <summary>More headers, such as <c>Origin</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public Task<VastAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<VastAnswer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    public Task<VastAnswer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);

    public Task<VastAnswer> Delete(string path, object? body = null) => Send(HttpMethod.Delete, path, body);

    /// <summary>Sends a body as JSON; an <see cref="HttpContent"/> is sent as it is.</summary>
    /// <param name="path">Below <c>/api/v0</c>.</param>
    public async Task<VastAnswer> Send(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v0{path}");
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType()));
        if (Bearer is not null) request.Headers.Authorization = new("Bearer", Bearer);
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        foreach (var (name, value) in Headers.Where(header => header.Value.Length > 0))
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);
        Keep(response.Headers);
        var raw = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, response.Headers, raw, Read(raw));
    }

    private void Keep(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Set-Cookie", out var cookies)) return;

        var pair = cookies.Last().Split(';')[0];
        Cookie = pair.EndsWith('=') ? null : pair;
    }

    private static JsonElement Read(string raw) => raw.StartsWith('{') || raw.StartsWith('[') ? JsonElement.Parse(raw) : default;
}
