using System.Collections.Immutable;

namespace Countersign.Core;

/// <summary>
/// How many messages may be sent, counted before the gateway is called: what was charged stays charged. The wait
/// between two messages of one challenge and their number are in <see cref="Policy"/>. Everything about text messages that more than one
/// account share counts for each <see cref="SmsUse"/> by itself.
/// </summary>
public sealed record SendLimits
{
    /// <summary>Text messages of one account, within minutes; whoever may be a stranger has as many to themselves.</summary>
    public Rate SmsPerAccountShort { get; init; } = new(3, TimeSpan.FromMinutes(10));

    /// <summary>Text messages of one account, within a day.</summary>
    public Rate SmsPerAccountLong { get; init; } = new(10, TimeSpan.FromDays(1));

    /// <summary>Text messages to one number by whomever, within an hour.</summary>
    public Rate SmsPerNumberShort { get; init; } = new(5, TimeSpan.FromHours(1));

    /// <summary>Text messages to one number by whomever, within a day.</summary>
    public Rate SmsPerNumberLong { get; init; } = new(10, TimeSpan.FromDays(1));

    /// <summary>Text messages that one account may have sent to one number that it does not have yet.</summary>
    public Rate SmsPerNewNumber { get; init; } = new(2, TimeSpan.FromHours(1));

    /// <summary>Accounts that may have one number sent to (<c>preauth_phone_cap</c>).</summary>
    public int AccountsPerNumber { get; init; } = 3;

    /// <summary>Text messages asked for from one network address (IPv6: one /64).</summary>
    public Rate SmsPerAddress { get; init; } = new(10, TimeSpan.FromHours(1));

    /// <summary>Text messages to one prefix, that is a number without its last four digits: pumping buys neighbouring numbers.</summary>
    public Rate SmsPerPrefix { get; init; } = new(20, TimeSpan.FromHours(1));

    /// <summary>Text messages to one calling code.</summary>
    public Rate SmsPerCountry { get; init; } = new(500, TimeSpan.FromDays(1));

    /// <summary>Text messages of everybody together: the most a day of abuse can cost.</summary>
    public Rate SmsInAll { get; init; } = new(2000, TimeSpan.FromDays(1));

    /// <summary>
    /// Calls to everybody together, on top of what each of them takes as a text message: a call costs several times as much.
    /// </summary>
    public Rate CallsInAll { get; init; } = new(100, TimeSpan.FromDays(1));

    /// <summary>Messages to a prefix before the share of them whose code came back says anything.</summary>
    public int SmsConversionSample { get; init; } = 20;

    /// <summary>The least share of sent codes, in percent, that must come back; below it the prefix is blocked.</summary>
    public int SmsConversionPercent { get; init; } = 50;

    /// <summary>The regions whose numbers get text messages; numbers of all others are refused.</summary>
    public ImmutableHashSet<Region> SmsCountries { get; init; } = [];

    /// <summary>Ranges that are in service although the numbering plans here do not know them yet.</summary>
    public ImmutableArray<PhoneRange> SmsRanges { get; init; } = [];

    /// <summary>E-mailed codes and links that an account's owner asks for: signed in, or after the right password.</summary>
    public Rate EmailPerAccount { get; init; } = new(5, TimeSpan.FromHours(1));

    /// <summary>
    /// Mails of one kind that anybody may have sent to one address while a link lives (<see cref="Policy.LinkLife"/>). No longer than
    /// that: whenever there is no room for another one, the link of an earlier one still works.
    /// </summary>
    public int EmailPerTarget { get; init; } = 3;

    /// <summary>Mails that are asked for without signing in, from one network address (IPv6: one /64).</summary>
    public Rate EmailPerAddress { get; init; } = new(20, TimeSpan.FromHours(1));
}
