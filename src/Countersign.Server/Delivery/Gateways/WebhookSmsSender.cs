using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Posts text messages to a gateway of the operator's choice; the dialect is in <c>docs/sms-gateway.md</c>.</summary>
public sealed class WebhookSmsSender(WebhookGateway gateway, SecretText secret, TimeProvider clock, OutgoingProxy? proxy = null)
    : ISmsGateway, IDisposable
{
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GatewayHttp http = new(clock, proxy);

    /// <summary>Nobody knows: it may, and need not.</summary>
    public bool Reports => false;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var request = Request(message);
        return await http.Ask(request, needsBody: false, answer => GatewayHttp.JudgeKnown(answer.Status), ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (!IsSigned(came.Header(WebhookSignature.Header), came.Body)) return null;
        if (JsonPlaces.Parse(came.Body) is not { } said || JsonPlaces.Find(said, "id") is not { Length: > 0 } id) return null;

        return JsonPlaces.Find(said, "state") switch
        {
            "delivered" => new(new(id), ReportedState.Delivered),
            "failed" => new(new(id), ReportedState.Failed),
            "under_way" => new(new(id), ReportedState.UnderWay),
            _ => null, // an open list: whatever a gateway may write
        };
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // As our own requests are: by the time and the body.
    private bool IsSigned(string? header, byte[] body)
    {
        if (header?.Split(',')[0] is not ['t', '=', .. var time]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return false;

        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return (clock.GetUtcNow() - at).Duration() < LongestWay && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(header), Encoding.ASCII.GetBytes(WebhookSignature.Of(secret.Reveal(), at, body)));
    }

    private HttpRequestMessage Request(AddressedMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { id = message.Id.Value, to = message.To, text = message.Message.Text }, Json);
        var request = new HttpRequestMessage(HttpMethod.Post, gateway.Api) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret.Reveal(), clock.GetUtcNow(), body));
        if (gateway.Login is { } login) request.Headers.Authorization = GatewayHttp.Basic(login);
        return request;
    }
}
