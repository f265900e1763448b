using Countersign.Core;
using Countersign.Phones;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>Reads phone numbers at this door, the national form in the operator's region.</summary>
public sealed class VastPhones(Region region)
{
    /// <summary>The number; null when none was given.</summary>
    public (PhoneNumber? Phone, IResult? Fault) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, null);

        var parse = PhoneReader.Read(text, region);
        return parse.Outcome switch
        {
            PhoneOutcome.Valid => (parse.Number, null),
            PhoneOutcome.Premium => (null, VastErrors.Of(new(Refusal.BlockedPhoneNumber))),
            PhoneOutcome.FixedLine => (null, VastErrors.Say(
                VastErrorCode.InvalidPhoneNumber, "That is a fixed line, which cannot receive text messages. Give a mobile number.")),
            PhoneOutcome.Empty or PhoneOutcome.NotANumber or PhoneOutcome.Impossible =>
                (null, VastErrors.Of(new(Refusal.InvalidPhoneNumber))),
        };
    }
}
