using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>A gateway by HTTP that is described by an <see cref="HttpTemplate"/>.</summary>
public sealed class TemplateSmsSender(TemplateGateway gateway, ReportAddress reports, TimeProvider clock) : ISmsGateway, IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GatewayHttp http = new(clock);

    private HttpTemplate Template => gateway.Template;

    /// <inheritdoc/>
    public bool Calls => Template.Calls;

    /// <inheritdoc/>
    public bool Reports => Template.Reports is not null && reports.IsReachedFrom(gateway.Api);

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        if (Calls && message.Message.Spoken is null) return SendOutcome.OurFaultForGood("it has nothing to read out");

        using var request = Request(message);
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came)
    {
        if (Template.Reports is not { } rule || reports.MessageOf(came) is not { } message) return null;

        var said = came.Query.GetValueOrDefault(rule.At) ?? came.Form.GetValueOrDefault(rule.At)
            ?? JsonPlaces.Find(JsonPlaces.Parse(came.Body), rule.At);
        return said is null ? null : new(message,
            rule.Delivered.Contains(said) ? ReportedState.Delivered : rule.Failed.Contains(said) ? ReportedState.Failed
            : ReportedState.UnderWay);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(AddressedMessage message)
    {
        var path = Filled(Template.Path, message, Uri.EscapeDataString);
        var fields = Template.Form.Select(field => KeyValuePair.Create(field.Key, Filled(field.Value, message, AsItIs))).Where(
            field => field.Value.Length > 0).ToList();
        var request = new HttpRequestMessage(
            new(Template.Method), $"{gateway.Api.AbsoluteUri.TrimEnd('/')}{path}{(HasQuery ? QueryOf(path, fields) : "")}");
        foreach (var (name, value) in Template.Headers) request.Headers.TryAddWithoutValidation(name, Filled(value, message, AsItIs));
        if (Template.Json is { } json)
        {
            var body = Filled(json, message);
            request.Content = new StringContent(body!.ToJsonString(Json), Encoding.UTF8, MediaTypeNames.Application.Json);
        }
        else if (Template.Form.Length > 0 && !HasQuery)
            request.Content = new FormUrlEncodedContent(fields);

        return request;
    }

    // RFC 9110 §9.3.1: a GET has no body, and says what it asks for in its address.
    private bool HasQuery => Template.Method == HttpMethod.Get.Method;

    private static string QueryOf(string path, List<KeyValuePair<string, string>> fields) => fields.Count == 0 ? ""
        : (path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
            + string.Join('&', fields.Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}"));

    // What would be empty, such as the address for reports of a server that nobody outside can reach, is left out.
    private JsonNode? Filled(JsonNode? node, AddressedMessage message) => node switch
    {
        JsonObject all => new JsonObject(all.Select(each => KeyValuePair.Create(each.Key, Filled(each.Value, message))).Where(
            each => each.Value is not null)),
        JsonArray list => new JsonArray([.. list.Select(each => Filled(each, message))]),
        JsonValue value when value.TryGetValue<string>(out var text) => text == "{to-number}"
            ? JsonValue.Create(long.Parse(Digits(message), CultureInfo.InvariantCulture))
            : Filled(text, message, AsItIs) is { Length: > 0 } filled ? JsonValue.Create(filled) : null,
        _ => node?.DeepClone(),
    };

    // In one pass: what fills a hole is never looked at for holes of its own.
    private string Filled(string text, AddressedMessage message, Func<string, string> write) =>
        Regex.Replace(text, @"\{([a-z][a-z-]*)\}", hole => write(ValueOf(hole.Groups[1].Value, message)));

    private string ValueOf(string name, AddressedMessage message) => name switch
    {
        "to" => message.To,
        "to-digits" or "to-number" => Digits(message),
        "text" => message.Message.Text,
        "spoken" => Slowly(message.Message.Spoken ?? ""),
        "language" => SpokenTongue.Of(message.Message.SpokenIn),
        "id" => message.Id.Value,
        "report" => Reports ? reports.For(message.Id) : "",
        _ => gateway.Values.GetValueOrDefault(name)?.Reveal() ?? "",
    };

    private static string Digits(AddressedMessage message) => message.To.TrimStart('+');

    // A full stop is the pause that every voice makes.
    private static string Slowly(string spoken) => string.Join(' ', spoken.Split('\n').Select(
        line => char.IsPunctuation(line[^1]) ? line : $"{line}."));

    private static string AsItIs(string text) => text;

    private SendOutcome Judge(GatewayAnswer answer)
    {
        var said = JsonPlaces.Parse(answer.Body);
        if (Template.Answers.FirstOrDefault(rule => Fits(rule, answer.Status, said)) is not { } found)
            return GatewayHttp.Judge(answer.Status);

        return found.Means switch
        {
            AnswerMeaning.Taken => SendOutcome.AcceptedAs(Template.Reference is { } place ? JsonPlaces.Find(said, place) : null),
            AnswerMeaning.Refused => SendOutcome.RefusedForGood($"the gateway refused it (HTTP {answer.Status})"),
            AnswerMeaning.OurFault => SendOutcome.OurFaultForGood($"the gateway does not take it from us (HTTP {answer.Status})"),
            AnswerMeaning.Later => SendOutcome.FailedForNow($"the gateway put it off (HTTP {answer.Status})"),
        };
    }

    private static bool Fits(AnswerRule rule, int status, JsonNode? said)
    {
        if (status < rule.From || status > rule.To) return false;
        if (rule.At is not { } place) return true;

        return JsonPlaces.Find(said, place) is { } word && (rule.Words.Length == 0 || rule.Words.Contains(word));
    }
}
