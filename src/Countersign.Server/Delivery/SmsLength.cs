using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery;

/// <summary>In how many parts the text message of a code travels.</summary>
/// <param name="Parts">Of the longest one, in any language.</param>
/// <param name="Issuer">The name of the service, which stands in each.</param>
/// <param name="Usual">The parts without what the operator words otherwise.</param>
public sealed record SmsLength(int Parts, string Issuer, int Usual)
{
    private static readonly Channel Sms = Channel.Sms;

    /// <summary>What an operator should know; null: one part is enough.</summary>
    public string? Warning => Parts == 1 ? null : string.Create(
        CultureInfo.InvariantCulture, $"A code by text message takes {Parts} parts, and each is paid for: {Cause}");

    private string Cause => SmsParts.Beyond(Issuer) switch
    {
        _ when Usual < Parts => "a text in the folder of COUNTERSIGN_TEXTS makes it so. `countersign-server message preview` shows the parts of each",
        { Length: > 0 } letters =>
            $"COUNTERSIGN_ISSUER has letters that the alphabet of text messages (GSM-7) lacks, {letters}. Without them one part may be enough",
        _ => "COUNTERSIGN_ISSUER or the host of COUNTERSIGN_BASE_URL is long",
    };

    /// <summary>Writes every such message once, with a code of zeros.</summary>
    public static SmsLength Of(ServerSettings settings) =>
        new(Longest(settings, OperatorTexts.Read(settings).Texts), settings.Issuer, Longest(settings, OwnTexts.None));

    private static int Longest(ServerSettings settings, OwnTexts own)
    {
        var code = Code.FromNumber(0);
        var life = settings.Policy.ChallengeLife;
        return Languages.All.Select(language => MessageTexts.Of(settings, own).In(language))
            .SelectMany(
                said => (IEnumerable<Storage.Message>)[said.CodeToLogIn(Sms, code, life), said.CodeToChangeSettings(Sms, code, life),
                    said.CodeToLogInOrChange(Sms, code, life)])
            .Max(message => SmsParts.Of(message.Text));
    }
}
