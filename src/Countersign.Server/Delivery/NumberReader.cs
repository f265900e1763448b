using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// Reads phone numbers for every door. A numbering plan is a table, and the world is ahead of it: ranges that an operator allows, by the
/// settings or on the page of messages, count as assigned; what somebody gives in vain is noted, so that an operator sees it.
/// </summary>
public sealed class NumberReader(Ground ground, ServerSettings settings)
{
    // One person in vain is a slip or a new number; a thousand tries of one person say no more.
    private static readonly Rate Notes = new(5, TimeSpan.FromDays(1));

    /// <summary>
    /// Reads what an interface was given, the national form as in the operator's own region; neither a number nor a refusal where
    /// nothing was given.
    /// </summary>
    public async Task<(PhoneNumber? Phone, Refused? Refused)> Take(string? text, AccountId? by, CancellationToken ct)
    {
        var parse = await Read(text, settings.DefaultRegion, by, ct);
        return parse.IsValid || parse.Outcome is PhoneOutcome.Empty ? (parse.Number, null) : (null, Refused.OfNumber(parse));
    }

    /// <summary>Reads a number, the national form as in this region.</summary>
    /// <param name="by">Who gives it; null while nobody knows, and then nothing is noted.</param>
    public async Task<PhoneParse> Read(string? text, Region region, AccountId? by, CancellationToken ct)
    {
        var parsed = PhoneReader.Read(text, region);
        if (parsed.Unassigned is not { } unassigned) return parsed;

        var again = PhoneReader.Read(text, region, await ground.Db.Read(ListAllowed, ct));
        if (again is { IsValid: false, Correction: null } && by is { } account && IsOffered(unassigned))
            await ground.Db.Write(tx => Note(tx, account, PhoneRange.Around(unassigned)), ct);
        return again;
    }

    /// <summary>The ranges that count as assigned.</summary>
    public async Task<IReadOnlyCollection<PhoneRange>> ListAllowed(Sql sql) =>
        [.. settings.SendLimits.SmsRanges, .. await PhoneRangeStore.ListAllowed(sql)];

    private bool IsOffered(PhoneNumber phone) =>
        NumberingPlans.FindOrigin(phone) is { } origin && settings.SendLimits.SmsCountries.Contains(origin.Region);

    private static async Task Note(Tx tx, AccountId by, PhoneRange range)
    {
        if (await LimitStore.TryTake(tx, new(Buckets.UnknownRange(by), Notes))) await PhoneRangeStore.NoteTried(tx, range);
    }
}
