using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// Twilio Programmable Voice: <c>Calls.json</c> with what is read out in the request itself, and signed call-backs about each call.
/// </summary>
public sealed class TwilioCallSender(TwilioCallGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    // Rings so long, and gives up before most mailboxes answer: a code is for somebody who is there.
    private const string RingSeconds = "20";

    private readonly GatewayHttp http = new(clock);

    /// <inheritdoc/>
    public bool Calls => true;

    /// <inheritdoc/>
    public bool Reports => reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        if (message.Message.Spoken is not { } spoken) return SendOutcome.OurFaultForGood("it has nothing to read out");

        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{gateway.Account}/Calls.json")
        {
            Content = new FormUrlEncodedContent(Fields(message, spoken)),
        };
        request.Headers.Authorization = GatewayHttp.Basic(new(gateway.Account, gateway.Token));
        return await http.Ask(request, needsBody: true, TwilioErrors.Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (TwilioReports.MessageOf(came, reports, gateway.Account, gateway.Token) is not { } message) return null;

        return came.Form.GetValueOrDefault("CallStatus") switch
        {
            "completed" => new(message, ReportedState.Delivered),
            "busy" => new(message, ReportedState.Failed, "the phone was busy"),
            "no-answer" => new(message, ReportedState.Failed, "nobody answered the call"),
            "failed" or "canceled" => new(message, ReportedState.Failed, TwilioReports.WhyOf(came)),
            { Length: > 0 } => new(message, ReportedState.UnderWay),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private IEnumerable<KeyValuePair<string, string>> Fields(AddressedMessage message, string spoken)
    {
        yield return new("To", message.To);
        yield return new("From", gateway.Sender);
        yield return new("Twiml", Script(spoken, SpokenTongue.Of(message.Message.SpokenIn)));
        yield return new("Timeout", RingSeconds);
        if (!Reports) yield break;

        yield return new("StatusCallback", reports.For(message.Id));
        yield return new("StatusCallbackMethod", "POST");
        foreach (var step in (string[])["initiated", "ringing", "answered", "completed"]) yield return new("StatusCallbackEvent", step);
    }

    // Each line by itself, so that digits are digits in every language, and time to write each down.
    private static string Script(string spoken, string tongue) =>
        new XElement("Response", spoken.Split('\n').SelectMany(line => Said(line, tongue))).ToString(SaveOptions.DisableFormatting);

    private static XElement[] Said(string line, string tongue) =>
    [
        new("Pause", new XAttribute("length", 1)),
        new("Say", new XAttribute("language", tongue), line),
    ];
}
