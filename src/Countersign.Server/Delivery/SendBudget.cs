using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// What messages may cost: every budget is charged in the transaction that writes the message, before any gateway is
/// called, and what was charged stays charged.
/// </summary>
public sealed class SendBudget(SendLimits limits)
{
    /// <summary>Charges one message; a refusal charges nothing.</summary>
    /// <returns>Null when it may go out.</returns>
    public Task<Refused?> Charge(Tx tx, Account account, CodeTarget target, Source source) => target switch
    {
        { Channel: Channel.Sms, Phone: { } phone } => ChargeSms(tx, account, target, phone, source),
        _ => TakeAll(tx, [new(Buckets.Email(account.Id), limits.EmailPerAccount)]),
    };

    /// <summary>Whether so few codes came back from a prefix that it gets no more.</summary>
    public bool LooksPumped(SmsReturn prefix) =>
        prefix.Sent >= limits.SmsConversionSample && prefix.Returned * 100 < prefix.Sent * limits.SmsConversionPercent;

    private async Task<Refused?> ChargeSms(
        Tx tx, Account account, CodeTarget target, PhoneNumber phone, Source source)
    {
        if (NumberingPlans.FindOrigin(phone) is not { } origin || !limits.SmsCountries.Contains(origin.Region))
            return new(Refusal.BlockedPhoneNumber);
        if (target.Purpose is ChallengePurpose.Enroll
            && await MethodStore.CountOthersWith(tx, account.Id, phone) >= limits.AccountsPerNumber)
            return new(Refusal.PhoneOnTooManyAccounts);
        var use = ChallengeRules.SmsUseOf(target.Purpose);
        if (await LowConversion(tx, phone, use)) return new(Refusal.BlockedPhoneNumber);

        return await TakeAll(tx, SmsLimits(account, phone, use, origin, source));
    }

    // Numbers bought to pump messages never send a code back.
    private async Task<bool> LowConversion(Tx tx, PhoneNumber phone, SmsUse use) =>
        LooksPumped(await SmsReturns.Count(tx, phone, use));

    private static async Task<Refused?> TakeAll(Tx tx, IReadOnlyList<Limit> all) =>
        await NetworkLimits.TakeAll(tx, all) is { } opens ? new(Refusal.SentTooOften, RetryAt: opens) : null;

    private IReadOnlyList<Limit> SmsLimits(
        Account account, PhoneNumber phone, SmsUse use, PhoneOrigin origin, Source source) =>
    [
        new(Buckets.SmsShort(account.Id), limits.SmsPerAccountShort),
        new(Buckets.SmsLong(account.Id), limits.SmsPerAccountLong),
        new(Buckets.SmsShort(phone, use), limits.SmsPerNumberShort),
        new(Buckets.SmsLong(phone, use), limits.SmsPerNumberLong),
        .. NetworkLimits.Of(source, network => Buckets.Sms(network, use), limits.SmsPerAddress),
        new(Buckets.SmsPrefix(phone, use), limits.SmsPerPrefix),
        new(Buckets.SmsCountry(origin.CallingCode, use), limits.SmsPerCountry),
        new(Buckets.SmsInAll(use), limits.SmsInAll),
    ];
}
