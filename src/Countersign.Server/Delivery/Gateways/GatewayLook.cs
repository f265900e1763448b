using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>What speaks against a gateway.</summary>
/// <param name="What">Goes on after "it answers, but".</param>
/// <param name="Where">What is to be looked at besides the setting that names it; perhaps nothing.</param>
/// <param name="IsCertain">Whether no message can leave; else it may be about the question alone.</param>
public sealed record GatewayFault(string What, string Where, bool IsCertain);

/// <summary>
/// A question to a gateway at the place where messages go, which sends none. Where a gateway has a question of its own that does no harm
/// it is asked that, with what we sign in with; one that has none is asked for the head of that place.
/// </summary>
internal static partial class GatewayLook
{
    private const string Unwilling = "it does not let us in";

    // What Vonage says of key and secret, and of the account that they are of.
    private static readonly string[] UnknownToVonage = ["4", "8", "9", "14"];

    // Whoever SNS does not know; "AuthorizationError" is said to one whom it knows, and who may perhaps only publish.
    private static readonly string[] UnknownToSns =
        ["InvalidClientTokenId", "SignatureDoesNotMatch", "MissingAuthenticationToken", "IncompleteSignature", "ExpiredToken", "OptInRequired"];

    /// <summary>The question.</summary>
    /// <param name="secret">What we sign requests with; null: none was given.</param>
    /// <exception cref="NotAsConfiguredException">A key that it takes cannot be used.</exception>
    public static async Task<HttpRequestMessage> At(SmsGateway gateway, SecretText? secret, DateTimeOffset now, CancellationToken ct)
    {
        var ask = gateway switch
        {
            TwilioGateway twilio => OfTwilio(twilio.Api, twilio.Account, twilio.Token),
            TwilioCallGateway twilio => OfTwilio(twilio.Api, twilio.Account, twilio.Token),
            VonageGateway vonage => OfVonage(vonage),
            VonageCallGateway vonage => OfVonageCalls(vonage, now),
            SnsGateway sns => await OfSns(sns, now, ct),
            KannelGateway kannel => OfKannel(kannel),
            WebhookGateway webhook => OfWebhook(webhook, secret, now),
            TemplateGateway template => OfTemplate(template),
            _ => new(HttpMethod.Head, gateway.Address), // an open list
        };
        ask.Headers.UserAgent.Add(new("Countersign", null));
        return ask;
    }

    /// <summary>What its answer says against it; null: nothing.</summary>
    public static GatewayFault? Fault(SmsGateway gateway, GatewayAnswer said) => (gateway, said.Status) switch
    {
        (_, >= 300 and < 400) => new("it sends us elsewhere, where we do not follow", "", IsCertain: true),
        (_, 501) => null, // it has no such question
        (_, >= 500) => new("it fails", ", and the state of the gateway", IsCertain: false),
        (TwilioGateway or TwilioCallGateway, 401 or 403 or 404) => new(Unwilling, ": the account and its token", IsCertain: true),
        (SnsGateway, 400 or 401 or 403) => UnknownToSns.Any(word => said.Body.Contains($"<Code>{word}<", StringComparison.Ordinal))
            ? new(Unwilling, ": the access key and its secret, and the clock of this machine", IsCertain: true)
            : null,
        (VonageGateway, 200) => UnknownToVonage.Contains(JsonPlaces.Find(JsonPlaces.Parse(said.Body), "messages.0.status"))
            ? new(Unwilling, ": the key and its secret", IsCertain: true)
            : null,
        (VonageCallGateway, 401 or 403) =>
            new(Unwilling, ": the application and its private key, and the clock of this machine", IsCertain: true),
        (KannelGateway, 401 or 403) => new(Unwilling, ": the user and the password of sendsms", IsCertain: true),
        (_, 401 or 403) => new(Unwilling, ", what it knows us by, and the secret that it checks", IsCertain: false),
        (_, 404 or 410) => new("there is nothing at that place", ": the path", IsCertain: false),
        _ => null,
    };

    private static HttpRequestMessage OfTwilio(Uri api, string account, SecretText token) =>
        new(HttpMethod.Get, $"{api.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{account}.json")
        {
            Headers = { Authorization = GatewayHttp.Basic(new(account, token)) },
        };

    // A message to nobody: who we are is looked at, and that it goes nowhere is said. The balance would want the secret in an address.
    private static HttpRequestMessage OfVonage(VonageGateway gateway) => new(HttpMethod.Post, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/sms/json")
    {
        Content = new FormUrlEncodedContent([new("api_key", gateway.Key), new("api_secret", gateway.Secret.Reveal())]),
    };

    // Its calls from now on, of which there are none yet.
    private static HttpRequestMessage OfVonageCalls(VonageCallGateway gateway, DateTimeOffset now) => new(
        HttpMethod.Get,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{gateway.Api.AbsoluteUri.TrimEnd('/')}/v1/calls?page_size=1&date_start={now:yyyy-MM-dd'T'HH:mm:ss'Z'}"))
    {
        Headers = { Authorization = VonageToken.Of(gateway.Application, VonageKey.Read(gateway.KeyFile), now) },
    };

    private static async Task<HttpRequestMessage> OfSns(SnsGateway gateway, DateTimeOffset now, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent([new("Action", "GetSMSAttributes"), new("Version", "2010-03-31")]);
        var body = await form.ReadAsByteArrayAsync(ct);
        var ask = new HttpRequestMessage(HttpMethod.Post, gateway.Api) { Content = new ByteArrayContent(body) };
        ask.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-8");
        AwsSignature.Sign(ask, body, gateway.AccessKey, gateway.SecretKey.Reveal(), now, $"{gateway.Region}/sns");
        return ask;
    }

    // Without a receiver as well; its status page listens elsewhere, and says nothing of our user.
    private static HttpRequestMessage OfKannel(KannelGateway gateway)
    {
        var ask = new HttpRequestMessage(HttpMethod.Post, gateway.Api) { Content = new ByteArrayContent([]) };
        ask.Headers.Add("X-Kannel-Username", gateway.Login.User);
        ask.Headers.Add("X-Kannel-Password", gateway.Login.Password.Reveal());
        return ask;
    }

    private static HttpRequestMessage OfWebhook(WebhookGateway gateway, SecretText? secret, DateTimeOffset now)
    {
        var ask = new HttpRequestMessage(HttpMethod.Head, gateway.Api);
        if (secret is not null) ask.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret.Reveal(), now, []));
        if (gateway.Login is { } login) ask.Headers.Authorization = GatewayHttp.Basic(login);
        return ask;
    }

    // What the operator fills is filled. A place that would name a message or its receiver is left at what stands before.
    private static HttpRequestMessage OfTemplate(TemplateGateway gateway)
    {
        var path = Filled(gateway, gateway.Template.Path, Uri.EscapeDataString);
        if (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var hole) path = path[..(path[..hole].LastIndexOf('/') + 1)];
        var ask = new HttpRequestMessage(HttpMethod.Head, $"{gateway.Api.AbsoluteUri.TrimEnd('/')}{path}");
        foreach (var (name, value) in gateway.Template.Headers)
            if (Filled(gateway, value, text => text) is var filled && !filled.Contains('{', StringComparison.Ordinal))
                ask.Headers.TryAddWithoutValidation(name, filled);
        return ask;
    }

    private static string Filled(TemplateGateway gateway, string text, Func<string, string> write) => Hole().Replace(
        text, hole => gateway.Values.TryGetValue(hole.Groups[1].Value, out var value) ? write(value.Reveal()) : hole.Value);

    [GeneratedRegex(@"\{([a-z][a-z-]*)\}")]
    private static partial Regex Hole();
}
