using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;

namespace Countersign.Server.VssApi;

/// <summary>Reads phone numbers at this door, the national form in the operator's region.</summary>
public sealed class VssPhones(NumberReader numbers)
{
    /// <summary>The number; null when none was given.</summary>
    public async Task<(PhoneNumber? Phone, VssErrorResult? Fault)> Read(string? text, PasswordCaller caller, CancellationToken ct)
    {
        var parse = await numbers.Read(text, caller.Account.Id, ct);
        return parse.Outcome switch
        {
            PhoneOutcome.Valid => (parse.Number, null),
            PhoneOutcome.Empty => (null, null),
            PhoneOutcome.Premium => (null, VssErrors.Of(new(Refusal.BlockedPhoneNumber))),
            PhoneOutcome.FixedLine or PhoneOutcome.NotANumber or PhoneOutcome.Impossible =>
                (null, VssErrors.Of(new(Refusal.InvalidPhoneNumber, Detail: SentenceOf(parse)))),
        };
    }

    private static string? SentenceOf(PhoneParse parse) => parse switch
    {
        { Correction: { } meant } =>
            $"phone is not a number as it is written, but it is one without the {meant.LeaveOut}: write {meant.Number.E164}.",
        { Unassigned: not null } =>
            "phone begins like no numbers that this server knows. Check it. If it is right, ask the operator to allow numbers that begin " +
                "so, " +
            "or use AUTHENTICATOR.",
        _ => null, // the sentence of the refusal says all there is to say
    };
}
