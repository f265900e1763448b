using System.Security.Cryptography;
using System.Text;
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
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (reports.MessageOf(came) is not { } message || !IsSigned(came)) return null;
        if (came.Form.GetValueOrDefault("AccountSid") != gateway.Account) return null;

        return came.Form.GetValueOrDefault("MessageStatus") switch
        {
            "delivered" or "read" => new(message, ReportedState.Delivered),
            "failed" or "undelivered" or "canceled" => new(message, ReportedState.Failed),
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

    private static SendOutcome Judge(GatewayAnswer answer)
    {
        var said = JsonPlaces.Parse(answer.Body);
        if (answer.IsYes)
        {
            return JsonPlaces.Find(said, "error_code") is { } code && int.TryParse(code, out var error)
                ? TwilioErrors.Judge(error, answer.Status)
                : SendOutcome.AcceptedAs(JsonPlaces.Find(said, "sid"));
        }

        return TwilioErrors.Judge(int.TryParse(JsonPlaces.Find(said, "code"), out var number) ? number : null, answer.Status);
    }

    // Over the address that we gave and the fields behind it, in the order of their names (Twilio, "Webhooks security").
    private bool IsSigned(ReportCall came)
    {
        var signed = new StringBuilder(reports.Whole(came.PathAndQuery));
        foreach (var (name, value) in came.Form.OrderBy(field => field.Key, StringComparer.Ordinal)) signed.Append(name).Append(value);
#pragma warning disable CA5350 // Twilio signs with it; as a keyed hash it holds.
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(gateway.Token.Reveal()), Encoding.UTF8.GetBytes(signed.ToString()));
#pragma warning restore CA5350
        return came.Header("X-Twilio-Signature") is { } given && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)), Encoding.ASCII.GetBytes(given));
    }
}
