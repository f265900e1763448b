using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>Reads phone numbers at this door, the national form in the operator's region.</summary>
public sealed class VastPhones(NumberReader numbers)
{
    /// <summary>The number; null when none was given.</summary>
    public async Task<(PhoneNumber? Phone, IResult? Fault)> Read(string? text, Caller? caller, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, null);

        var parse = await numbers.Read(text, caller?.Account.Id, ct);
        return parse.Outcome switch
        {
            PhoneOutcome.Valid => (parse.Number, null),
            PhoneOutcome.Premium => (null, VastErrors.Of(new(Refusal.BlockedPhoneNumber))),
            PhoneOutcome.FixedLine => (null, VastErrors.Say(
                VastErrorCode.InvalidPhoneNumber, "That is a fixed line, which cannot receive text messages. Give a mobile number.")),
            PhoneOutcome.Empty or PhoneOutcome.NotANumber or PhoneOutcome.Impossible =>
                (null, VastErrors.Of(new(Refusal.InvalidPhoneNumber, Detail: SentenceOf(parse)))),
        };
    }

    private static string? SentenceOf(PhoneParse parse) => parse switch
    {
        { Correction: { } meant } =>
            $"That isn't a phone number as it is written, but it is one without the {meant.LeaveOut}: give {meant.Number.E164}.",
        { Unassigned: { } unknown } =>
            $"The numbering plans in this server know no numbers like {unknown.E164}. Check it. If it is right, ask the operator to " +
                $"allow " +
            "numbers that begin so, or use an authenticator app.",
        _ => null, // the sentence of the refusal says all there is to say
    };
}
