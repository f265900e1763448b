using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>Carries a question to the server and its answer back: retries, and the step from a dead session key to the API key.</summary>
internal sealed class Messenger(ClientSettings settings) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // No cookies, no redirects: a redirected POST would lose its body, and a bearer must not follow one elsewhere.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !settings.Url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 4 << 20,
    };

    private readonly string root = settings.Url.AbsoluteUri.TrimEnd('/') + "/api/v0";

    /// <summary>The session key that goes before the API key; a login sets it, a dead one clears it.</summary>
    public AccessKey? SessionKey { get; set; } = settings.SessionKey;

    public void Dispose() => http.Dispose();

    public Task<TAnswer> Ask<TAnswer>(HttpMethod verb, string path, CancellationToken ct) => Answer<TAnswer>(verb, path, default, ct);

    public Task<TAnswer> Ask<TRequest, TAnswer>(HttpMethod verb, string path, TRequest request, CancellationToken ct) =>
        Answer<TAnswer>(verb, path, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.For<TRequest>()), ct);

    private async Task<TAnswer> Answer<TAnswer>(HttpMethod verb, string path, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var question = new Question(verb, new Uri(root + path), body);
        var answer = await AskWithSession(question, ct);
        try
        {
            return JsonSerializer.Deserialize(answer.Span, WireJson.For<TAnswer>()) ?? throw new JsonException("null");
        }
        catch (JsonException strange)
        {
            throw CountersignUnreachable.Strange(question.Url, strange);
        }
    }

    private async Task<ReadOnlyMemory<byte>> AskWithSession(Question question, CancellationToken ct)
    {
        if (SessionKey is not { } session) return await AskPatiently(question, settings.ApiKey, ct);

        try
        {
            return await AskPatiently(question, session, ct);
        }
        catch (CountersignRefused refused) when (refused.IsDeadSession)
        {
            SessionKey = null;
            settings.SessionEnded?.Invoke();
            if (settings.ApiKey is null) throw;
        }

        return await AskPatiently(question, settings.ApiKey, ct);
    }

    private async Task<ReadOnlyMemory<byte>> AskPatiently(Question question, AccessKey? key, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskOnce(question, key, ct);
            }
            catch (CountersignRefused refused)
                when (RetryRules.FindWait(attempt, refused, settings.Retries, settings.LongestWait) is { } wait)
            {
                await settings.Wait(wait, ct);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> AskOnce(Question question, AccessKey? key, CancellationToken ct)
    {
        try
        {
            using var request = question.ToHttp(key, Json);
            request.Headers.TryAddWithoutValidation("User-Agent", settings.Device);
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            settings.Exchanged?.Invoke(question.Told(key, (int)response.StatusCode, body));
            return response.IsSuccessStatusCode ? body : throw CountersignRefused.From((int)response.StatusCode, body, Wait(response));
        }
        catch (HttpRequestException reason)
        {
            throw CountersignUnreachable.From(question.Url, reason);
        }
        catch (TaskCanceledException reason) when (!ct.IsCancellationRequested)
        {
            throw CountersignUnreachable.TooSlow(question.Url, reason);
        }
    }

    private static TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private sealed record Question(HttpMethod Verb, Uri Url, ReadOnlyMemory<byte> Body)
    {
        public HttpRequestMessage ToHttp(AccessKey? key, MediaTypeHeaderValue type)
        {
            var request = new HttpRequestMessage(Verb, Url);
            if (key is { } bearer) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Value);
            if (!Body.IsEmpty) request.Content = new ReadOnlyMemoryContent(Body) { Headers = { ContentType = type } };
            return request;
        }

        public Exchange Told(AccessKey? key, int status, byte[] answer) =>
            new(Verb.Method, Url, key is not null, Blanked.Json(Body), status, Blanked.Json(answer));
    }
}
