using Countersign.Phones;

namespace Countersign.Server.VssApi;

/// <summary>What this interface says about a phone number that it cannot take.</summary>
internal static class VssNumbers
{
    /// <summary>What is wrong with it, and what to write instead.</summary>
    public static string SentenceOf(PhoneParse? parse) => parse switch
    {
        { Correction: { } meant } =>
            $"phone is not a number as it is written, but it is one without the {meant.LeaveOut}: write {meant.Number.E164}.",
        { Unassigned: not null } =>
            "phone begins like no numbers that this server knows. Check it. If it is right, ask the operator to allow numbers that begin " +
            "so, or use AUTHENTICATOR.",
        _ => "phone is not a number that can receive text messages. Write it with its country code, like +14165550123.", // open
    };
}
