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
        _ => TakeAll(tx, EmailLimits(account, source)),
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
        if (await LowConversion(tx, phone)) return new(Refusal.BlockedPhoneNumber);

        return await TakeAll(tx, SmsLimits(account, phone, origin, source));
    }

    // Numbers bought to pump messages never send a code back.
    private async Task<bool> LowConversion(Tx tx, PhoneNumber phone) =>
        LooksPumped(await SmsReturns.Count(tx, phone));

    // Looked at first and taken after, so that a refusal charges nothing.
    private static async Task<Refused?> TakeAll(Tx tx, IReadOnlyList<Limit> all)
    {
        foreach (var limit in all)
            if (await LimitStore.OpensAt(tx, limit) is { } opens) return new(Refusal.SentTooOften, RetryAt: opens);

        foreach (var limit in all) OvertakenException.Unless(await LimitStore.TryTake(tx, limit));
        return null;
    }

    private IReadOnlyList<Limit> SmsLimits(Account account, PhoneNumber phone, PhoneOrigin origin, Source source) =>
    [
        new(Buckets.SmsShort(account.Id), limits.SmsPerAccountShort),
        new(Buckets.SmsLong(account.Id), limits.SmsPerAccountLong),
        new(Buckets.SmsShort(phone), limits.SmsPerNumberShort),
        new(Buckets.SmsLong(phone), limits.SmsPerNumberLong),
        .. NetworkLimits.Of(source, Buckets.Sms, limits.SmsPerAddress),
        new(Buckets.SmsPrefix(phone), limits.SmsPerPrefix),
        new(Buckets.SmsCountry(origin.CallingCode), limits.SmsPerCountry),
        new(Buckets.SmsInAll, limits.SmsInAll),
    ];

    private IReadOnlyList<Limit> EmailLimits(Account account, Source source) =>
    [
        new(Buckets.Email(account.Id), limits.EmailPerAccount),
        .. NetworkLimits.Of(source, Buckets.Email, limits.EmailPerAddress),
    ];
}
