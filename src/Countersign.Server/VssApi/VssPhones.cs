using Countersign.Core;
using Countersign.Phones;

namespace Countersign.Server.VssApi;

/// <summary>Reads phone numbers at this door, the national form in the operator's region.</summary>
public sealed class VssPhones(Region region)
{
    /// <summary>The number; null when none was given.</summary>
    public (PhoneNumber? Phone, VssErrorResult? Fault) Read(string? text)
    {
        var parse = PhoneReader.Read(text, region);
        return parse.Outcome switch
        {
            PhoneOutcome.Valid => (parse.Number, null),
            PhoneOutcome.Empty => (null, null),
            PhoneOutcome.Premium => (null, VssErrors.Of(new(Refusal.BlockedPhoneNumber))),
            PhoneOutcome.FixedLine or PhoneOutcome.NotANumber or PhoneOutcome.Impossible =>
                (null, VssErrors.Of(new(Refusal.InvalidPhoneNumber))),
        };
    }
}
