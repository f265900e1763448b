using Countersign.Phones;

namespace Countersign.Server.VastApi;

/// <summary>What this interface says about a phone number that it cannot take.</summary>
internal static class VastNumbers
{
    /// <summary>What is wrong with it, and what to give instead.</summary>
    public static string SentenceOf(PhoneParse? parse) => parse switch
    {
        { Outcome: PhoneOutcome.FixedLine } => "That is a fixed line, which cannot receive text messages. Give a mobile number.",
        { Correction: { } meant } =>
            $"That isn't a phone number as it is written, but it is one without the {meant.LeaveOut}: give {meant.Number.E164}.",
        { Unassigned: { } unknown } =>
            $"The numbering plans in this server know no numbers like {unknown.E164}. Check it. If it is right, ask the operator to allow " +
            "numbers that begin so, or use an authenticator app.",
        _ => "That isn't a phone number that can receive text messages. Write it with its country code, like +14165550123.", // open
    };
}
