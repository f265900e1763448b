using System.Globalization;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Hooks;

/// <summary>
/// The way of an event to a webhook: one signed request, one answer, within a time; no redirects, no cookies, no proxy. What goes wrong is
/// said in words of our own.
/// </summary>
public sealed class HookSender : IDisposable
{
    private const string Nameless = "nobody knows its name";

    // The specification asks for 15 to 30 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int AnswerKept = 200;

    private readonly HookSecrets secrets;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public HookSender(HookReach reach, HookSecrets secrets, TimeProvider clock)
    {
        (this.secrets, this.clock) = (secrets, clock);
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy would connect in our place, to whatever the name means to it.
            UseProxy = false,

            // Whoever is told of an event need not know of our traces.
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, ct) =>
                await reach.Connect(context.InitialRequestMessage.RequestUri!.Scheme, context.DnsEndPoint, ct),
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Offers an event once.</summary>
    public async Task<HookOutcome> Send(Hook hook, HookDelivery delivery, CancellationToken ct)
    {
        var live = await secrets.Live(hook.Id, ct);
        if (live.Count == 0) return new(null, "its secret cannot be opened: `doctor` says which key is missing");

        using var request = Request(hook, delivery, live);
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)answer.StatusCode;
            return answer.IsSuccessStatusCode ? new(status, null) : new(status, WhyNot(status), await BeginningOf(answer, either.Token));
        }
        catch (HttpRequestException failed)
        {
            return new(null, WhyNot(failed));
        }
        catch (IOException)
        {
            return new(null, "the connection broke off");
        }
        catch (OperationCanceledException)
        {
            return new(null, string.Create(CultureInfo.InvariantCulture, $"it did not answer within {Patience.TotalSeconds:0} seconds"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static bool IsNameless(SocketException failed) =>
        failed.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;

    /// <summary>Why nothing came of a connection.</summary>
    internal static string WhyNot(Exception failed) => failed switch
    {
        HookPlaceException place => place.Message,
        { InnerException: HookPlaceException place } => place.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Nameless,
        SocketException socket when IsNameless(socket) => Nameless,
        { InnerException: SocketException socket } when IsNameless(socket) => Nameless,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            or System.Security.Authentication.AuthenticationException => "its certificate is not believed, or it speaks no TLS",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or SocketException => "it cannot be reached",
        _ => "the connection broke off", // an open list: whatever the network may do
    };

    private HttpRequestMessage Request(Hook hook, HookDelivery delivery, IReadOnlyList<HookSecret> live)
    {
        var now = clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, MediaTypeNames.Application.Json),
        };
        request.Headers.UserAgent.Add(new("Countersign", null));
        request.Headers.Add(HookSignature.IdHeader, delivery.EventId);
        request.Headers.Add(HookSignature.TimeHeader, HookSignature.TimeOf(now));
        request.Headers.Add(HookSignature.SignatureHeader, HookSignature.Of(live, delivery.EventId, now, delivery.Body));
        return request;
    }

    private static string WhyNot(int status) => status is >= 300 and < 400
        ? string.Create(CultureInfo.InvariantCulture, $"it answered HTTP {status}, and redirects are not followed")
        : string.Create(CultureInfo.InvariantCulture, $"it answered HTTP {status}");

    // So many bytes are read, and no more; what of them would sting is taken out.
    private static async Task<string?> BeginningOf(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[AnswerKept];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return SafeText.OneLine(Encoding.UTF8.GetString(bytes, 0, read)) is { Length: > 0 } text ? text : null;
    }
}
