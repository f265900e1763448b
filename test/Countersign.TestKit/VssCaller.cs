using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Countersign.TestKit;

/// <summary>
/// A client of the <c>/tf</c> interface that knows nothing of our own client: paths and fields are written out in the
/// tests, so that the wire itself is tested. Like the old clients it says that it sends JSON even where it sends nothing.
/// </summary>
public sealed class VssCaller(HttpClient http)
{
    /// <summary>What stands behind <c>Authorization:</c>; null: nobody says who calls.</summary>
    public AuthenticationHeaderValue? Authorization { get; set; }

    /// <summary>More headers, such as <c>Origin</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Comes with a user name and a password.</summary>
    public static VssCaller With(HttpClient http, string name, string password) => new(http)
    {
        Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))),
    };

    /// <summary>Comes with a token.</summary>
    public static VssCaller With(HttpClient http, string token) => new(http) { Authorization = new("Bearer", token) };

    public Task<VastAnswer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<VastAnswer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    /// <summary>Sends a body as JSON; an <see cref="HttpContent"/> is sent as it is.</summary>
    public async Task<VastAnswer> Send(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body as HttpContent ?? (body is null ? Nothing() : JsonContent.Create(body, body.GetType()));
        request.Headers.Authorization = Authorization;
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);
        var raw = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, response.Headers, raw, raw.StartsWith('{') ? JsonElement.Parse(raw) : default);
    }

    private static ByteArrayContent Nothing()
    {
        var nothing = new ByteArrayContent([]);
        nothing.Headers.ContentType = new("application/json");
        return nothing;
    }
}
