using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Posts text messages to a gateway of the operator's choice; the dialect is in <c>docs/sms-gateway.md</c>.</summary>
/// <param name="proxy">The way out; null: the one that the environment names.</param>
public sealed class WebhookSmsSender(SmsWebhook gateway, TimeProvider clock, OutgoingProxy? proxy = null) : IMessageSender, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A gateway that moves must be told to us, not to whoever answers at its address.
        AllowAutoRedirect = false,
        UseCookies = false,

        // The gateway need not know of our traces.
        ActivityHeadersPropagator = null,
        Proxy = proxy ?? OutgoingProxy.OfProcess(),
        ConnectTimeout = Patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public Channel Channel => Channel.Sms;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        using var request = Request(message);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Judge(answer.StatusCode);
        }
        catch (HttpRequestException failed)
        {
            return Judge(failed.HttpRequestError);
        }
        catch (OperationCanceledException)
        {
            return SendOutcome.Unknown("the gateway did not answer in time");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(AddressedMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { id = message.Id.Value, to = message.To, text = message.Message.Text }, Json);
        var request = new HttpRequestMessage(HttpMethod.Post, gateway.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(gateway.Secret.Reveal(), clock.GetUtcNow(), body));
        request.Headers.UserAgent.Add(new("Countersign", null));
        if (gateway.Login is { } login) request.Headers.Authorization = Basic(login);
        return request;
    }

    private static AuthenticationHeaderValue Basic(BasicLogin login) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password.Reveal()}")));

    private static SendOutcome Judge(HttpStatusCode status)
    {
        var number = (int)status;
        return number switch
        {
            >= 200 and < 300 => SendOutcome.Accepted,
            408 or 425 or 429 => SendOutcome.FailedForNow($"the gateway put it off (HTTP {number})"),
            // About our signature, the address that we call or what we owe: no other number would fare better.
            401 or 402 or 403 or 404 or 405 or 407 or 415 => SendOutcome.OurFaultForGood($"the gateway does not want us (HTTP {number})"),
            >= 400 and < 500 => SendOutcome.RefusedForGood($"the gateway refused it (HTTP {number})"),
            _ => SendOutcome.FailedForNow($"the gateway failed (HTTP {number})"),
        };
    }

    // Until the connection stands nothing was said; after that the gateway may have heard us.
    private static SendOutcome Judge(HttpRequestError error) => error
        is HttpRequestError.ConnectionError
        or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError
            ? SendOutcome.FailedForNow($"the gateway cannot be reached ({error})")
            : SendOutcome.Unknown($"the connection to the gateway broke off ({error})");
}
