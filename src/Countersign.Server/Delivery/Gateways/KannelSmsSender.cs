using System.Net.Http.Headers;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// Kannel's <c>sendsms</c>, as a POST: text, user and password stand in no address that something on the way would log. What Kannel means
/// stands in the body: it says 202 to what it could only queue.
/// </summary>
public sealed class KannelSmsSender(KannelGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    // To the phone, not to the phone, at the centre, not taken by the centre: whatever is the end of it, and the step before.
    private const string Mask = "27";
    private const string State = "state";

    // What Kannel says of how it and we are set up.
    private static readonly string[] Setup = ["Authorization failed", "not allowed", "Sender missing"];

    private readonly GatewayHttp http = new(clock);

    /// <inheritdoc/>
    public bool Reports => reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var request = Request(message);
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came) => reports.MessageOf(came) is { } message
        ? came.Query.GetValueOrDefault(State) switch
        {
            "1" => new(message, ReportedState.Delivered),
            "2" or "16" or "34" => new(message, ReportedState.Failed),
            "4" or "8" => new(message, ReportedState.UnderWay),
            _ => null, // an open list
        }
        : null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(AddressedMessage message)
    {
        var text = message.Message.Text;
        var isSmall = SmsParts.Beyond(text).Length == 0;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=UTF-8");
        var request = new HttpRequestMessage(HttpMethod.Post, gateway.Api) { Content = content };
        request.Headers.Add("X-Kannel-Username", gateway.Login.User);
        request.Headers.Add("X-Kannel-Password", gateway.Login.Password.Reveal());
        request.Headers.Add("X-Kannel-To", message.To);
        if (gateway.Sender is { } sender) request.Headers.Add("X-Kannel-From", sender);
        request.Headers.Add("X-Kannel-Coding", isSmall ? "0" : "2");
        request.Headers.Add("X-Kannel-Charset", "UTF-8");
        if (!Reports) return request;

        request.Headers.Add("X-Kannel-DLR-Mask", Mask);
        request.Headers.Add("X-Kannel-DLR-Url", $"{reports.For(message.Id)}&{State}=%d");
        return request;
    }

    // "0: Accepted for delivery", "3: Queued for later delivery", "4: …": the number before the colon counts.
    private static SendOutcome Judge(GatewayAnswer answer) => answer.Body.TrimStart() switch
    {
        ['0', ':', ..] => SendOutcome.Accepted,
        ['3', ':', ..] => SendOutcome.Accepted,
        _ when answer.Status is 403 or 401 => SendOutcome.OurFaultForGood($"Kannel does not take it from us (HTTP {answer.Status})"),
        var said when Setup.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase)) =>
            SendOutcome.OurFaultForGood($"Kannel does not take it from us (HTTP {answer.Status})"),
        _ when answer.IsYes => SendOutcome.FailedForNow($"Kannel took nothing over (HTTP {answer.Status})"),
        _ => GatewayHttp.Judge(answer.Status),
    };
}
