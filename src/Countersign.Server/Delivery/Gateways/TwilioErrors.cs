using Countersign.Core;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>What Twilio's numbers of errors mean to us (Twilio, "Error and Warning Dictionary").</summary>
internal static class TwilioErrors
{
    /// <summary>What an answer means: an error of its own, or the name by which Twilio knows what it took.</summary>
    public static SendOutcome Judge(GatewayAnswer answer)
    {
        var said = JsonPlaces.Parse(answer.Body);
        if (!answer.IsYes) return Judge(int.TryParse(JsonPlaces.Find(said, "code"), out var number) ? number : null, answer.Status);

        return JsonPlaces.Find(said, "error_code") is { } code && int.TryParse(code, out var error)
            ? Judge(error, answer.Status)
            : SendOutcome.AcceptedAs(JsonPlaces.Find(said, "sid"));
    }

    /// <summary>What an error means.</summary>
    /// <param name="error">Null: Twilio named none, and the status alone speaks.</param>
    public static SendOutcome Judge(int? error, int status) => error switch
    {
        null => GatewayHttp.Judge(status),
        // The number: none, not for text messages, stopped by its owner, not to be reached, unknown, a fixed line, filtered on the way.
        13223 or 13224 or 13225 or 13226 or 21211 or 21214 or 21216 or 21217 or 21265 or 21610 or 21612 or 21614 or 21635 or 30003
            or 30004 or 30005 or 30006 or 30007 or 63003 =>
            SendOutcome.RefusedForGood($"Twilio refuses the number (error {error})"),
        // What it says or reads out: too long, or nothing.
        21602 or 21605 or 21617 or 21619 => SendOutcome.RefusedForGood($"Twilio refuses the text (error {error})"),
        // Too many at once, a full queue, or trouble of its own.
        10004 or 20429 or 14107 or 21611 or 30001 or 30008 or 30009 or 20503 or 30010 or 30022 or 63017 or 63018 =>
            SendOutcome.FailedForNow($"Twilio put it off (error {error})"),
        // Sign-in, account, sender, country: what the operator has set up there.
        20003 or 20002 or 20005 or 20008 or 20403 or 20404 or 10001 or 10002 or 13227 or 21203 or 21210
            or 21212 or 21213 or 21215 or 21219 or 21408 or 21603 or 21606 or 21608 or 21609 or 21659
            or 21660 or 21661 or 21664 or 21701 or 21702 or 21703 or 21704 or 21705 or 21706 or 30002 or 30032 or 30034 or 63007 =>
            SendOutcome.OurFaultForGood($"Twilio does not take it from us (error {error})"),
        { } other when status is 503 or 429 => SendOutcome.FailedForNow($"Twilio failed (error {other})"),
        { } when status >= 500 => GatewayHttp.Judge(status),
        { } other when status is 401 or 403 or 404 => SendOutcome.OurFaultForGood($"Twilio does not take it from us (error {other})"),
        { } other => SendOutcome.RefusedForGood($"Twilio refused it (error {other})"),
    };
}
