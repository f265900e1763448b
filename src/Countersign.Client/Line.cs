using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>One request as it is put to the server.</summary>
/// <param name="Path">Below the server's address.</param>
/// <param name="Body">JSON, or nothing.</param>
internal sealed record Question(HttpMethod Verb, string Path, ReadOnlyMemory<byte> Body = default)
{
    /// <summary>The path as it may be shown.</summary>
    public string Shown { get; init; } = Path;

    /// <summary>A request as JSON.</summary>
    public static byte[] Json<T>(T request) => JsonSerializer.SerializeToUtf8Bytes(request, WireJson.For<T>());
}

/// <summary>
/// The line to a server: carries a question there and its answer back, patiently. What it refuses and what it does not say are exceptions.
/// </summary>
/// <param name="refused">Reads a refusal in the words of an interface: status, body, how long to wait.</param>
internal sealed class Line(ClientSettings settings, Func<int, byte[], TimeSpan?, CountersignRefused> refused) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // No cookies, no redirects: a redirected POST would lose its body, and a credential must not follow one elsewhere.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !settings.Url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),

        // The longest answer is an account's own data, with all that ever happened to it.
        MaxResponseContentBufferSize = 64 << 20,
    };

    private readonly string root = settings.Url.AbsoluteUri.TrimEnd('/');

    public void Dispose() => http.Dispose();

    /// <summary>Asks, again after a while where that may help.</summary>
    public async Task<TAnswer> Ask<TAnswer>(Question question, AuthenticationHeaderValue? caller, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskOnce<TAnswer>(question, caller, ct);
            }
            catch (CountersignRefused no) when (RepeatRules.FindWait(attempt, no, settings.Retries, settings.LongestWait) is { } wait)
            {
                await settings.Wait(wait, ct);
            }
        }
    }

    private async Task<TAnswer> AskOnce<TAnswer>(Question question, AuthenticationHeaderValue? caller, CancellationToken ct)
    {
        var url = new Uri(root + question.Path);
        try
        {
            using var request = RequestOf(question, url, caller);
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            Show(question, caller, (int)response.StatusCode, body);
            if (!response.IsSuccessStatusCode) throw refused((int)response.StatusCode, body, response.Headers.RetryAfter?.Delta);

            return JsonSerializer.Deserialize(body, WireJson.For<TAnswer>()) ?? throw new JsonException("null");
        }
        catch (HttpRequestException reason)
        {
            throw CountersignUnreachable.From(url, reason);
        }
        catch (JsonException strange)
        {
            throw CountersignUnreachable.Strange(url, strange);
        }
        catch (TaskCanceledException reason) when (!ct.IsCancellationRequested)
        {
            throw CountersignUnreachable.TooSlow(url, reason);
        }
    }

    private HttpRequestMessage RequestOf(Question question, Uri url, AuthenticationHeaderValue? caller)
    {
        var request = new HttpRequestMessage(question.Verb, url) { Headers = { Authorization = caller } };
        request.Headers.TryAddWithoutValidation("User-Agent", settings.Device);
        if (!question.Body.IsEmpty) request.Content = new ReadOnlyMemoryContent(question.Body) { Headers = { ContentType = Json } };
        return request;
    }

    private void Show(Question question, AuthenticationHeaderValue? caller, int status, byte[] answer) => settings.Exchanged?.Invoke(
        new(question.Verb.Method, new(root + question.Shown), caller is not null, Blanked.Json(question.Body), status, Blanked.Json(
            answer)));
}
