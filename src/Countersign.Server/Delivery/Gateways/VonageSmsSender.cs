using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>The SMS API of Vonage: the status stands in the body, and HTTP says 200 to nearly everything.</summary>
public sealed class VonageSmsSender(VonageGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    private const string SignatureName = "sig";

    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(5);

    private readonly GatewayHttp http = new(clock);

    /// <inheritdoc/>
    public bool Reports => reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/sms/json")
        {
            Content = new FormUrlEncodedContent(Fields(message)),
        };
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (reports.MessageOf(came) is not { } message) return null;

        var said = Said(came);
        if (gateway.Signature is { } secret && !IsSigned(said, secret.Reveal())) return null;
        if (said.GetValueOrDefault("client-ref") is { } named && named != message.Value) return null;

        return said.GetValueOrDefault("status") switch
        {
            "delivered" => new(message, ReportedState.Delivered),
            "expired" or "failed" or "rejected" => new(message, ReportedState.Failed),
            { Length: > 0 } => new(message, ReportedState.UnderWay),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private IEnumerable<KeyValuePair<string, string>> Fields(AddressedMessage message)
    {
        yield return new("api_key", gateway.Key);
        yield return new("api_secret", gateway.Secret.Reveal());
        yield return new("from", gateway.Sender.TrimStart('+'));
        yield return new("to", message.To.TrimStart('+'));
        yield return new("text", message.Message.Text);
        yield return new("type", SmsParts.Beyond(message.Message.Text).Length == 0 ? "text" : "unicode");
        yield return new("client-ref", message.Id.Value);
        yield return new("status-report-req", Reports ? "true" : "false");
        if (Reports) yield return new("callback", reports.For(message.Id));
    }

    private static SendOutcome InPart { get; } =
        SendOutcome.RefusedForGood("Vonage took some of its parts, and not all") with { LeftInPart = true };

    // Of a message in parts each has its status: the first that is not taken is what the person misses. Where one of them is taken nothing
    // is sent again: what is missing cannot be sent alone.
    private static SendOutcome Judge(GatewayAnswer answer)
    {
        if (!answer.IsYes) return GatewayHttp.Judge(answer.Status);

        var said = JsonPlaces.Parse(answer.Body);
        var statuses = Enumerable.Range(0, 20).Select(at => JsonPlaces.Find(said, $"messages.{at}.status")).TakeWhile(
            status => status is not null).ToList();
        return statuses.Count == 0
            ? SendOutcome.Unknown("Vonage answered nothing that can be understood")
            : statuses.Find(status => status != "0") is { } wrong
                ? statuses.Contains("0") ? InPart : OfStatus(wrong)
                : SendOutcome.AcceptedAs(JsonPlaces.Find(said, "messages.0.message-id"));
    }

    private static SendOutcome OfStatus(string status) => int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        ? n switch
        {
            1 or 5 or 10 or 22 => SendOutcome.FailedForNow($"Vonage put it off (status {n})"),
            3 or 6 or 7 or 12 or 33 => SendOutcome.RefusedForGood($"Vonage refuses the number or the text (status {n})"),
            2 or 4 or 8 or 9 or 11 or 14 or 15 or 23 or 29 => SendOutcome.OurFaultForGood($"Vonage does not take it from us (status {n})"),
            _ => SendOutcome.RefusedForGood($"Vonage refused it (status {n})"),
        }
        : SendOutcome.Unknown("Vonage answered nothing that can be understood");

    // Vonage reports as a query, a form or JSON, as the account is set.
    private static Dictionary<string, string> Said(ReportCall came)
    {
        var said = came.Query.Where(each => each.Key is not ("id" or "v")).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in came.Form) said[name] = value;
        foreach (var (name, value) in JsonPlaces.All(JsonPlaces.Parse(came.Body))) said[name] = value;

        return said;
    }

    // "Signing messages": the fields in the order of their names, & and = in values replaced, HMAC-SHA256 in hexadecimal.
    private bool IsSigned(Dictionary<string, string> said, string secret)
    {
        if (said.GetValueOrDefault(SignatureName) is not { } given
            || !long.TryParse(said.GetValueOrDefault("timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (clock.GetUtcNow().ToUnixTimeSeconds() - seconds) is var age && Math.Abs(age) > LongestWay.TotalSeconds) return false;

        var signed = string.Concat(said.Where(each => each.Key != SignatureName).OrderBy(each => each.Key, StringComparer.Ordinal).Select(
            each => $"&{each.Key}={each.Value.Replace('&', '_').Replace('=', '_')}"));
        var hash = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(given.ToUpperInvariant()));
    }
}
