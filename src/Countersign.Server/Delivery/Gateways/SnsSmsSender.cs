using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Amazon SNS: <c>Publish</c> to a number. What became of it stands in the operator's CloudWatch, and is not told.</summary>
public sealed class SnsSmsSender(SnsGateway gateway, TimeProvider clock) : ISmsGateway, IDisposable
{
    private static readonly XmlReaderSettings Closed = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly GatewayHttp http = new(clock);

    /// <inheritdoc/>
    public bool Reports => false;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(Fields(message));
        var body = await form.ReadAsByteArrayAsync(ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Api) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-8");
        AwsSignature.Sign(request, body, gateway.AccessKey, gateway.SecretKey.Reveal(), clock.GetUtcNow(), $"{gateway.Region}/sns");
        return await http.Ask(request, needsBody: true, Judge, ct);
    }

    /// <inheritdoc/>
    public GatewayReport? Read(ReportCall came) => null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private IEnumerable<KeyValuePair<string, string>> Fields(AddressedMessage message)
    {
        yield return new("Action", "Publish");
        yield return new("Version", "2010-03-31");
        yield return new("PhoneNumber", message.To);
        yield return new("Message", message.Message.Text);
        foreach (var field in Attribute(1, "AWS.SNS.SMS.SMSType", "Transactional")) yield return field;
        if (gateway.SenderId is not { } sender) yield break;

        foreach (var field in Attribute(2, "AWS.SNS.SMS.SenderID", sender)) yield return field;
    }

    private static IEnumerable<KeyValuePair<string, string>> Attribute(int number, string name, string value) =>
    [
        new($"MessageAttributes.entry.{number}.Name", name),
        new($"MessageAttributes.entry.{number}.Value.DataType", "String"),
        new($"MessageAttributes.entry.{number}.Value.StringValue", value),
    ];

    private static SendOutcome Judge(GatewayAnswer answer)
    {
        if (answer.IsYes) return SendOutcome.AcceptedAs(Find(answer.Body, "MessageId"));

        return Find(answer.Body, "Code") switch
        {
            "InvalidParameter" or "InvalidParameterValue" or "ParameterValueInvalid" or "OptedOut" or "UserError" =>
                SendOutcome.RefusedForGood("Amazon SNS refuses the number or the text"),
            "Throttled" or "Throttling" or "ThrottlingException" or "KMSThrottling" or "ServiceUnavailable"
                or "RequestExpired" => SendOutcome.FailedForNow($"Amazon SNS put it off (HTTP {answer.Status})"),
            "AuthorizationError" or "InvalidClientTokenId" or "SignatureDoesNotMatch" or "MissingAuthenticationToken" or "InvalidSecurity"
                or "AccessDenied" or "AccessDeniedException" or "NotFound" or "OptInRequired" or "IncompleteSignature" or "ExpiredToken" =>
                SendOutcome.OurFaultForGood($"Amazon SNS does not take it from us (HTTP {answer.Status})"),
            _ => GatewayHttp.Judge(answer.Status),
        };
    }

    private static string? Find(string body, string name)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(body), Closed);
            return XDocument.Load(reader).Descendants().FirstOrDefault(each => each.Name.LocalName == name)?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
