using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Twilio Programmable Messaging: <c>Messages.json</c>, with signed call-backs about each message.</summary>
public sealed class TwilioSmsSender(TwilioGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    private readonly GatewayHttp http = new(clock);

    /// <inheritdoc/>
    public bool Reports => reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{gateway.Account}/Messages.json")
        {
            Content = new FormUrlEncodedContent(Fields(message)),
        };
        request.Headers.Authorization = GatewayHttp.Basic(new(gateway.Account, gateway.Token));
        return await http.Ask(request, needsBody: true, TwilioErrors.Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (TwilioReports.MessageOf(came, reports, gateway.Account, gateway.Token) is not { } message) return null;

        return came.Form.GetValueOrDefault("MessageStatus") switch
        {
            "delivered" or "read" => new(message, ReportedState.Delivered),
            "failed" or "undelivered" or "canceled" => new(message, ReportedState.Failed, TwilioReports.WhyOf(came)),
            { Length: > 0 } => new(message, ReportedState.UnderWay),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private IEnumerable<KeyValuePair<string, string>> Fields(AddressedMessage message)
    {
        var isService = gateway.Sender.StartsWith("MG", StringComparison.Ordinal) && gateway.Sender.Length == 34;
        yield return new("To", message.To);
        yield return new(isService ? "MessagingServiceSid" : "From", gateway.Sender);
        yield return new("Body", message.Message.Text);
        if (Reports) yield return new("StatusCallback", reports.For(message.Id));
    }
}
