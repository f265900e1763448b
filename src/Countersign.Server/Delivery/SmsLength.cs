using System.Globalization;
using Countersign.Core;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery;

/// <summary>In how many parts the text message of a code travels.</summary>
/// <param name="Parts">Of the longest one, in any language.</param>
/// <param name="Issuer">The name of the service, which stands in each.</param>
public sealed record SmsLength(int Parts, string Issuer)
{
    private static readonly Channel Sms = Channel.Sms;

    /// <summary>What an operator should know; null: one part is enough.</summary>
    public string? Warning => Parts == 1 ? null : string.Create(
        CultureInfo.InvariantCulture, $"A code by text message takes {Parts} parts, and each is paid for: {Cause}");

    private string Cause => SmsParts.Beyond(Issuer) is { Length: > 0 } letters
        ? $"COUNTERSIGN_ISSUER has letters that the alphabet of text messages (GSM-7) lacks, {letters}. Without them one part may be enough"
        : "COUNTERSIGN_ISSUER or the host of COUNTERSIGN_BASE_URL is long";

    /// <summary>Writes every such message once, with a code of zeros.</summary>
    public static SmsLength Of(ServerSettings settings)
    {
        var code = Code.FromNumber(0);
        var life = settings.Policy.ChallengeLife;
        var texts = Languages.All.Select(language => new MessageTexts(settings.Issuer, settings.BaseUrl, language));
        var longest = texts
            .SelectMany(
                said => (IEnumerable<Storage.Message>)[said.CodeToLogIn(Sms, code, life), said.CodeToChangeSettings(Sms, code, life),
                    said.CodeToLogInOrChange(Sms, code, life)])
            .Max(message => SmsParts.Of(message.Text));
        return new(longest, settings.Issuer);
    }
}
