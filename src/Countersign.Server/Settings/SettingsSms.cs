using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Settings;

/// <summary>The kinds of values that say how text messages leave.</summary>
public static class SettingsSms
{
    /// <summary>A gateway for text messages, or <c>none</c>.</summary>
    public static SettingKind<SmsGateway?> Gateway { get; } = new(
        "`none`, or a gateway: `webhook+https://user:password@host/path` (`webhook+http://…` to go without encryption; user and password " +
            "may be left out), `twilio://…`, `twilio-call://…`, `vonage://…`, `vonage-call://…`, `sns://…`, `kannel://…`, `mail://…`, " +
            "`template:/…`, " +
            $"or one of {string.Join(", ", HttpTemplates.Names.Select(name => $"`{name}://…`"))} (parts percent-encoded; see sms-gateway.md)",
        "webhook+https://sms.example.org/send",
        (string text, out SmsGateway? value) =>
        {
            value = IsNone(text) ? null : SmsGatewayReader.Read(text).Gateway;
            return value is not null || IsNone(text);
        })
    {
        Why = text => SmsGatewayReader.Read(text).Why,
        SaysWhyAlone = true,
    };

    /// <summary>Ways of text messages by country.</summary>
    public static SettingKind<SmsRoutes> Routes { get; } = new(
        "two-letter codes of countries, or `*`, each with a colon and the numbers of gateways: `>` between those that follow each other, " +
            "a bar between those that share, `*` and a weight behind one of these",
        "FI:1>2 US:2*3|1*1>3 *:1",
        (string text, out SmsRoutes value) =>
        {
            value = SmsRoutes.Parse(text)!;
            return value is not null && value.ByCountry.Keys.All(IsCountry);
        });

    private static bool IsCountry(string text) => text == SmsRoutes.Everywhere || PhoneCountries.TryParse(text, out _);

    private static bool IsNone(string text) => string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase);
}
