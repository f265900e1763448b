using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// The Voice API of Vonage, version 1: <c>POST /v1/calls</c> with what is read out in the request itself (an NCCO), and signed call-backs
/// about each call.
/// </summary>
public sealed class VonageCallSender(VonageCallGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    // Rings so long, and gives up before most mailboxes answer: a code is for somebody who is there.
    private const int RingSeconds = 20;

    // Twice what the longest call may take: one that does not end by itself is paid for by the minute.
    private const int LongestSeconds = 120;

    private readonly GatewayHttp http = new(clock);
    private readonly RsaSecurityKey key = VonageKey.Read(gateway.KeyFile);

    /// <inheritdoc/>
    public bool Calls => true;

    /// <inheritdoc/>
    public bool Reports => reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        if (message.Message.Spoken is not { } spoken) return SendOutcome.OurFaultForGood("it has nothing to read out");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/v1/calls")
        {
            Content = new StringContent(Fields(message, spoken).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = VonageToken.Of(gateway.Application, key, clock.GetUtcNow());
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (reports.MessageOf(came) is not { } message || JsonPlaces.Parse(came.Body) is not JsonObject said) return null;
        if (gateway.Signature is { } secret
            && !VonageToken.IsOf(gateway.Application, secret.Reveal(), came, clock.GetUtcNow())) return null;

        return JsonPlaces.Find(said, "status") switch
        {
            "completed" => new(message, ReportedState.Delivered),
            "busy" => new(message, ReportedState.Failed, "the phone was busy"),
            "timeout" or "unanswered" => new(message, ReportedState.Failed, "nobody answered the call"),
            "rejected" => new(message, ReportedState.Failed, "the call was turned away"),
            "failed" or "cancelled" => new(message, ReportedState.Failed),
            _ => new(message, ReportedState.UnderWay), // an open list, and some events have no state at all
        };
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private JsonObject Fields(AddressedMessage message, string spoken)
    {
        var fields = new JsonObject
        {
            ["to"] = new JsonArray(Phone(message.To)),
            ["from"] = Phone(gateway.Sender),
            ["ncco"] = new JsonArray(new JsonObject
            {
                ["action"] = "talk",
                ["text"] = Script(spoken),
                ["language"] = SpokenTongue.Of(message.Message.SpokenIn),
            }),
            ["ringing_timer"] = RingSeconds,
            ["length_timer"] = LongestSeconds,
        };
        if (!Reports) return fields;

        fields["event_url"] = new JsonArray(reports.For(message.Id));
        fields["event_method"] = "POST";
        return fields;
    }

    private static JsonObject Phone(string number) => new() { ["type"] = "phone", ["number"] = number.TrimStart('+') };

    // Speech Synthesis Markup Language: a pause before each line, so that digits are digits in every language, and time to write each down.
    private static string Script(string spoken) =>
        new XElement("speak", spoken.Split('\n').SelectMany(line => (object[])[new XElement("break", new XAttribute("time", "1s")), line]))
            .ToString(SaveOptions.DisableFormatting);

    private static SendOutcome Judge(GatewayAnswer answer) => JsonPlaces.Parse(answer.Body) switch
    {
        var said when answer.IsYes => SendOutcome.AcceptedAs(JsonPlaces.Find(said, "uuid")),
        JsonObject said when answer.Status is 400 or 422 && Unfit(said) is { Count: > 0 } unfit => unfit.Exists(IsTheirs)
            ? SendOutcome.RefusedForGood("Vonage refuses the number")
            : SendOutcome.OurFaultForGood("Vonage does not take it from us: a field is not as it wants it"),
        _ => GatewayHttp.Judge(answer.Status),
    };

    // What it names of a request that it cannot use (RFC 7807, with a list of its own).
    private static List<string> Unfit(JsonObject said) =>
        [.. Enumerable.Range(0, 20).Select(at => JsonPlaces.Find(said, $"invalid_parameters.{at}.name")).OfType<string>()];

    private static bool IsTheirs(string field) => field is "to" or ['t', 'o', '.' or '[', ..];
}
