using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>
/// Countersign's <c>/tf</c> interface for C# programs: the same account by user name and password, one method per endpoint.
/// Every method throws <see cref="CountersignRefused"/> when the server says no, and <see cref="CountersignUnreachable"/> when it says
/// nothing.
/// </summary>
/// <param name="settings">Server and patience; keys in it are not used here.</param>
public sealed class TfClient(ClientSettings settings, string userName, string password) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !settings.Url.IsLoopback })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 4 << 20,
    };

    private readonly string root = settings.Url.AbsoluteUri.TrimEnd('/');
    private readonly AuthenticationHeaderValue basic = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));

    public void Dispose() => http.Dispose();

    /// <summary>Begins a method; nothing changes for the account before <see cref="Verify"/>.</summary>
    public Task<EnableAnswer> Enable(EnableRequest request, CancellationToken ct) =>
        Ask<EnableAnswer>(new(HttpMethod.Post, "/tf/enable", Body(request)), basic, ct);

    /// <summary>Has a code sent, where codes are sent.</summary>
    public Task<InfoAnswer> RequestCode(CancellationToken ct) => Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/request-token"), basic, ct);

    /// <summary>Activates the method that was begun; later only checks.</summary>
    public Task<InfoAnswer> Verify(string otp, CancellationToken ct) =>
        Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/verify", Body(new OtpRequest(otp))), basic, ct);

    /// <summary>Has the mail sent whose token turns 2FA off.</summary>
    public Task<InfoAnswer> AskToDisable(CancellationToken ct) => Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/disable"), basic, ct);

    /// <summary>Turns 2FA off.</summary>
    public Task<InfoAnswer> Disable(string token, CancellationToken ct) =>
        Ask<InfoAnswer>(new(HttpMethod.Post, $"/tf/disable/{Uri.EscapeDataString(token)}") { Shown = "/tf/disable/•••" }, basic, ct);

    /// <summary>Gets a token; <paramref name="otp"/> is needed where 2FA is on.</summary>
    public Task<TokenAnswer> GetToken(string? otp, CancellationToken ct) =>
        Ask<TokenAnswer>(new(HttpMethod.Post, "/auth/request-token", Body(new OtpRequest(otp))), basic, ct);

    /// <summary>The account of a token.</summary>
    public Task<PersonAnswer> ShowPerson(AccessKey token, CancellationToken ct) =>
        Ask<PersonAnswer>(new(HttpMethod.Get, "/v2/user"), new("Bearer", token.Value), ct);

    private static byte[] Body<T>(T request) => JsonSerializer.SerializeToUtf8Bytes(request, WireJson.For<T>());

    private async Task<TAnswer> Ask<TAnswer>(Question question, AuthenticationHeaderValue caller, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await AskOnce<TAnswer>(question, caller, ct);
            }
            catch (CountersignRefused refused)
                when (RetryRules.FindWait(attempt, refused, settings.Retries, settings.LongestWait) is { } wait)
            {
                await settings.Wait(wait, ct);
            }
        }
    }

    private async Task<TAnswer> AskOnce<TAnswer>(Question question, AuthenticationHeaderValue caller, CancellationToken ct)
    {
        var url = new Uri(root + question.Path);
        try
        {
            using var request = new HttpRequestMessage(question.Verb, url) { Headers = { Authorization = caller } };
            request.Headers.TryAddWithoutValidation("User-Agent", settings.Device);
            if (question.Body.Length > 0) request.Content = new ByteArrayContent(question.Body) { Headers = { ContentType = Json } };
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            settings.Exchanged?.Invoke(question.Told(root, (int)response.StatusCode, body));
            if (!response.IsSuccessStatusCode)
                throw CountersignRefused.FromTf((int)response.StatusCode, body, response.Headers.RetryAfter?.Delta);

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

    private sealed record Question(HttpMethod Verb, string Path, byte[] Body)
    {
        public Question(HttpMethod verb, string path)
            : this(verb, path, [])
        {
        }

        /// <summary>The path as it may be shown.</summary>
        public string Shown { get; init; } = Path;

        public Exchange Told(string root, int status, byte[] answer) =>
            new(Verb.Method, new(root + Shown), true, Blanked.Json(Body), status, Blanked.Json(answer));
    }
}
