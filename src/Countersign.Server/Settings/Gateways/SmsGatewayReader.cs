using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Settings.Gateways;

/// <summary>What came of reading the address of a gateway: the gateway, or what to do about it.</summary>
internal sealed record GatewayRead(SmsGateway? Gateway, string? Why = null)
{
    public static implicit operator GatewayRead(SmsGateway gateway) => new(gateway);
}

/// <summary>Reads the address of a gateway by its first word.</summary>
internal static class SmsGatewayReader
{
    private const string TwilioApi = "https://api.twilio.com";
    private const string VonageApi = "https://rest.nexmo.com";
    private const string VonageCallApi = "https://api.nexmo.com";
    private const string KeyFile = "key";

    private const string PlainKannel = "kannel";
    private const string SafeKannel = "kannel+https";

    private const string Signature = "signature";
    private const string SnsSender = "sender";
    private const string KannelSender = "from";

    private static readonly string[] Kinds =
    [
        "webhook+https", "webhook+http", "twilio", TwilioCallGateway.Name, "vonage", VonageCallGateway.Name, "sns", PlainKannel,
        SafeKannel, "mail", "template",
    ];

    /// <summary>Reads one.</summary>
    public static GatewayRead Read(string text)
    {
        var trimmed = text.Trim();
        var scheme = trimmed.Split(':')[0].ToLowerInvariant();
        return scheme switch
        {
            "webhook+https" or "webhook+http" => OrWhy(
                Webhook(trimmed), AddressText.Why(trimmed) ?? "A webhook is `webhook+https://user:password@host/path`."),
            "twilio" => OrWhy(Twilio(trimmed), trimmed, "Twilio is `twilio://ACCOUNT_SID:AUTH_TOKEN@SENDER`.", GatewayText.Api),
            TwilioCallGateway.Name => OrWhy(
                TwilioCalls(trimmed), trimmed,
                "Calls by Twilio are `twilio-call://ACCOUNT_SID:AUTH_TOKEN@%2B15005550006`: a number that may call.", GatewayText.Api),
            "vonage" => OrWhy(Vonage(trimmed), trimmed, "Vonage is `vonage://KEY:SECRET@SENDER`.", GatewayText.Api, Signature),
            VonageCallGateway.Name => OrWhy(
                VonageCalls(trimmed), trimmed,
                "Calls by Vonage are `vonage-call://APPLICATION_ID@%2B15005550006?key=/path/private.key`: a number that may call, and the " +
                "private key of the application.", GatewayText.Api, KeyFile, Signature),
            "sns" => OrWhy(Sns(trimmed), trimmed, "Amazon SNS is `sns://ACCESS_KEY:SECRET_KEY@REGION`.", GatewayText.Api, SnsSender),
            PlainKannel or SafeKannel => OrWhy(Kannel(trimmed), trimmed, "Kannel is `kannel://user:password@host:13013`.", KannelSender),
            "mail" => OrWhy(Mail(trimmed), "A gateway by mail is `mail://{number}@sms.example.org`."),
            "template" => TemplateFile.Read(trimmed),
            _ when HttpTemplates.Find(scheme) is { } known => TemplateText.Read(trimmed, known),
            _ => new(null, OtherKind(scheme, trimmed) ?? AddressText.Why(trimmed)),
        };
    }

    private static GatewayRead OrWhy(SmsGateway? gateway, string? why) => new(gateway, gateway is null ? why : null);

    private static GatewayRead OrWhy(SmsGateway? gateway, string text, string form, params string[] options) =>
        OrWhy(gateway, $"{UnknownOption(text, options)}{form}");

    // The word itself is not said again: somebody may have given a secret alone.
    private static string? OtherKind(string scheme, string text) => scheme switch
    {
        "smpp" or "smpps" or "smpp+tls" => "SMPP goes through Kannel: `kannel://user:password@host:13013` (see sms-gateway.md).",
        "http" or "https" => "A gateway of your own is `webhook+https://user:password@host/path`.",
        _ when Nearest.Of(scheme, [.. Kinds, .. HttpTemplates.Names]) is { } near => $"No gateway begins so; did you mean `{near}://`?",
        _ when text.Contains("://", StringComparison.Ordinal) =>
            "No gateway begins so. One that we don't know by name is described in a file: `template:/path/file.json` (see sms-gateway.md).",
        _ => null,
    };

    // One that resembles none is not said again: it may be a piece of a secret with a question mark in it.
    private static string UnknownOption(string text, string[] options)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var names = question < 0 ? [] : text[(question + 1)..].Split('&').Select(part => part.Split('=')[0]);
        if (names.FirstOrDefault(name => !options.Contains(name)) is not { } unknown) return "";
        return unknown.All(char.IsAsciiLetter) && Nearest.Of(unknown, options) is { } near
            ? $"There is no option \"{unknown}\" here; did you mean \"{near}\"? "
            : "One of its options isn't known. ";
    }

    // RFC 7617 §2: in a user name a colon would begin the password.
    private static WebhookGateway? Webhook(string text)
    {
        if (AddressText.Read(text["webhook+".Length..]) is not { } address || !IsHttp(address.Place)) return null;
        if (address.User is not { } user) return new(address.Place, null);

        return user.Contains(':', StringComparison.Ordinal)
            ? null
            : new(address.Place, new(user, address.Password ?? new SecretText("")));
    }

    private static TwilioGateway? Twilio(string text) =>
        GatewayText.Read(text) is { User: { } account, Password: { } token, Rest: { Length: > 0 } sender } read
        && account.StartsWith("AC", StringComparison.Ordinal) && account.All(char.IsAsciiLetterOrDigit)
        && read.HasOnly(GatewayText.Api) && read.ApiOr(TwilioApi) is { } api
            ? new(api, account, token, sender)
            : null;

    private static TwilioCallGateway? TwilioCalls(string text) =>
        Twilio(text) is { } twilio && IsNumber(twilio.Sender)
            ? new(twilio.Api, twilio.Account, twilio.Token, twilio.Sender)
            : null;

    private static VonageGateway? Vonage(string text) =>
        GatewayText.Read(text) is { User: { } key, Password: { } secret, Rest: { Length: > 0 } sender } read
        && read.HasOnly(GatewayText.Api, Signature) && read.ApiOr(VonageApi) is { } api
            ? new(api, key, secret, sender, SignatureOf(read))
            : null;

    private static VonageCallGateway? VonageCalls(string text) =>
        GatewayText.Read(text) is { User: { } application, Password: null, Rest: var sender } read
        && Guid.TryParseExact(application, "D", out _) && IsNumber(sender)
        && read.HasOnly(GatewayText.Api, KeyFile, Signature) && read.Options.GetValueOrDefault(KeyFile) is { } key
        && read.ApiOr(VonageCallApi) is { } api
            ? new(api, application.ToLowerInvariant(), key, sender, SignatureOf(read))
            : null;

    private static SecretText? SignatureOf(GatewayText read) =>
        read.Options.TryGetValue(Signature, out var signature) ? new SecretText(signature) : null;

    private static SnsGateway? Sns(string text) =>
        GatewayText.Read(text) is { User: { } key, Password: { } secret, Rest: { Length: > 0 } region } read
        && region.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && read.HasOnly(GatewayText.Api, SnsSender) && read.ApiOr($"https://sns.{region}.amazonaws.com") is { } api
            ? new(api, key, secret, region, read.Options.GetValueOrDefault(SnsSender))
            : null;

    private static KannelGateway? Kannel(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = text[..colon].Equals(SafeKannel, StringComparison.OrdinalIgnoreCase) ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        if (AddressText.Read($"{scheme}{text[colon..]}") is not { User: { } user, Password: { } password } address) return null;
        if (GatewayText.ReadOptions(address.Query.TrimStart('?')) is not { } options) return null;
        if (options.Keys.Any(name => name != KannelSender)) return null;

        var path = address.Path is "" or "/" ? "/cgi-bin/sendsms" : address.Path;
        return new(
            new UriBuilder(address.Place) { Path = path, Query = "" }.Uri, new(user, password), options.GetValueOrDefault(KannelSender));
    }

    private static MailGateway? Mail(string text)
    {
        var pattern = text["mail:".Length..].TrimStart('/');
        var sample = pattern.Replace(MailGateway.Hole, "15005550006", StringComparison.Ordinal);
        return sample != pattern && Core.EmailAddress.TryParse(sample, out _) ? new(pattern) : null;
    }

    // As one that calls is written (ITU-T E.164).
    private static bool IsNumber(string text) =>
        text is ['+', .. { Length: > 6 and < 16 } digits] && digits.All(char.IsAsciiDigit);

    private static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;
}
