using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// What messages may cost: every budget is charged in the transaction that writes the message, before any gateway is
/// called, and what was charged stays charged. Whoever has shown no more than the password, or an API key of an account
/// with 2FA, from a network that no second factor of the
/// account came from lately, may be a stranger: they get a share, and never the last places. News by text message have budgets of their
/// own, which nobody can use up by asking for codes.
/// </summary>
public sealed class SendBudget(SendLimits limits)
{
    private static readonly TimeSpan OwnerLife = TimeSpan.FromDays(30);
    private static readonly Rate NoticesOfAKind = new(2, TimeSpan.FromDays(1));

    /// <summary>Charges one message; a refusal charges nothing.</summary>
    /// <param name="by">What spoke for the account; null: the password of a sign-in that waits for its second factor.</param>
    /// <returns>Null when it may go out.</returns>
    public async Task<Refused?> Charge(Tx tx, Account account, CodeTarget target, Source source, Credential? by)
    {
        var mayBeStranger = await IsFirstFactor(tx, account, by) && !await IsOwners(tx, account, source);
        return target is { Channel: Channel.Sms, Phone: { } phone }
            ? await ChargeSms(tx, account, target, phone, source, mayBeStranger)
            : await TakeAll(tx, EmailLimits(account, source, mayBeStranger));
    }

    /// <summary>
    /// Charges news of one kind to one number of the account: to nothing that codes, or other news, or where it was caused from have used
    /// up. News that somebody may be taking the account over pays only by itself: what strangers cause about accounts of their own must
    /// not make it silent.
    /// </summary>
    /// <returns>False when it may not go out.</returns>
    public async Task<bool> TryNotice(Tx tx, Account account, PhoneNumber phone, NoticeKind kind)
    {
        if (NumberingPlans.FindOrigin(phone) is not { } origin || !limits.SmsCountries.Contains(origin.Region)) return false;

        var own = new Limit(Buckets.SmsNotice(account.Id, NoticeWords.Of(kind), phone), NoticesOfAKind);
        if (kind is NoticeKind.PasswordSetByMail or NoticeKind.ChangesFrozen or NoticeKind.TwoFactorDisabled
            or NoticeKind.TwoFactorResetByOperator or NoticeKind.AccountDeleteAsked or NoticeKind.AccountDeletePutOff)
            return await LimitStore.TryTake(tx, own);

        return await TakeAll(tx,
        [
            own,
            new(Buckets.SmsNoticePrefix(phone), limits.SmsPerPrefix),
            new(Buckets.SmsNoticeCountry(origin.CallingCode), limits.SmsPerCountry),
            new(Buckets.SmsNotices, limits.SmsInAll),
        ]) is null;
    }

    /// <summary>
    /// Charges a message that goes out once more, by the same gateway or another one, to whatever paid for it first and is about the number
    /// and the money. Numbers that begin like it have paid for it once, or have nothing to do with it.
    /// </summary>
    /// <param name="purpose">Of the code in it; null: news.</param>
    /// <returns>What was charged; null: it may not go out, and nothing was.</returns>
    public async Task<Charge?> TryAnew(Tx tx, PhoneNumber phone, ChallengePurpose? purpose) =>
        AnewLimits(phone, purpose) is { Count: > 0 } all ? await TryCharge(tx, all) : null;

    /// <summary>Charges a call that nobody asked for: the last way of a text message, which was charged as one.</summary>
    /// <inheritdoc cref="TryAnew"/>
    public Task<Charge?> TryCall(Tx tx) => TryCharge(tx, [AllCalls]);

    /// <summary>Gives back what was charged, where nothing can have left.</summary>
    public static async Task GiveBack(Tx tx, Charge charge)
    {
        foreach (var place in charge.Places) await LimitStore.GiveBack(tx, place);
    }

    /// <summary>
    /// A second factor was proven from there, or a browser that is remembered for one let in: for a while from now on, what is asked for
    /// from there is the owner's.
    /// </summary>
    public static Task NoteOwner(Tx tx, Account account, Source source) =>
        source.Asking is { KeepsPeople: true } ? Task.CompletedTask : LimitStore.Renew(tx, OwnerAt(account, source));

    /// <summary>Whether that was so lately.</summary>
    public static async Task<bool> IsOwners(Sql sql, Account account, Source source) =>
        await LimitStore.Hits(sql, OwnerAt(account, source)) > 0;

    /// <summary>Whether so few codes came back from a prefix that it gets no more.</summary>
    public bool LooksPumped(SmsReturn prefix) =>
        prefix.Sent >= limits.SmsConversionSample && prefix.Returned * 100 < prefix.Sent * limits.SmsConversionPercent;

    // A session is one whose second factor was proven, or of an account that has none: turning one on ends the others.
    private static async Task<bool> IsFirstFactor(Sql sql, Account account, Credential? by) => by switch
    {
        null => true,
        { IsApiKey: true } => account.NeedsSecondFactor(await MethodStore.CountOf(sql, account.Id)),
        { IsPassword: var isPassword } => isPassword,
    };

    private async Task<Refused?> ChargeSms(
        Tx tx, Account account, CodeTarget target, PhoneNumber phone, Source source, bool mayBeStranger)
    {
        if (NumberingPlans.FindOrigin(phone) is not { } origin || !limits.SmsCountries.Contains(origin.Region))
            return new(Refusal.BlockedPhoneNumber);
        if (target.Purpose is ChallengePurpose.Enroll
            && await MethodStore.CountOthersWith(tx, account.Id, phone) >= limits.AccountsPerNumber)
            return new(Refusal.PhoneOnTooManyAccounts);
        var use = ChallengeRules.SmsUseOf(target.Purpose);

        // A number that somebody has answered from pays for itself, and not for its neighbours.
        var answers = use is SmsUse.Enrolled && await SmsReturns.Answers(tx, phone);
        if (!answers && await LowConversion(tx, phone, use)) return new(Refusal.BlockedPhoneNumber);

        return await TakeAll(tx,
        [
            .. AccountLimits(account, phone, use, mayBeStranger),
            new(Buckets.SmsShort(phone, use), limits.SmsPerNumberShort),
            new(Buckets.SmsLong(phone, use), limits.SmsPerNumberLong),
            .. NetworkLimits.Of(source, network => Buckets.Sms(network, use), limits.SmsPerAddress),
            .. answers ? (IReadOnlyList<Limit>)[] : [new(Buckets.SmsPrefix(phone, use), limits.SmsPerPrefix)],
            new(Buckets.SmsCountry(origin.CallingCode, use), limits.SmsPerCountry),
            new(Buckets.SmsInAll(use), limits.SmsInAll),
            .. target.AsCall ? (IReadOnlyList<Limit>)[AllCalls] : [],
        ]);
    }

    private Limit AllCalls => new(Buckets.Calls, limits.CallsInAll);

    // Numbers bought to pump messages never send a code back.
    private async Task<bool> LowConversion(Tx tx, PhoneNumber phone, SmsUse use) =>
        LooksPumped(await SmsReturns.Count(tx, phone, use));

    private static async Task<Refused?> TakeAll(Tx tx, IReadOnlyList<Limit> all) =>
        await NetworkLimits.TakeAll(tx, all) is { } full ? new(Refusal.SentTooOften, RetryAt: full.OpensAt) : null;

    private static async Task<Charge?> TryCharge(Tx tx, IReadOnlyList<Limit> all)
    {
        if (await TakeAll(tx, all) is not null) return null;

        var places = ImmutableArray.CreateBuilder<TakenPlace>(all.Count);
        foreach (var limit in all)
            if (await LimitStore.EndsAt(tx, limit) is { } ends) places.Add(new(limit.Bucket, ends));

        return new(places.ToImmutable());
    }

    private static Limit OwnerAt(Account account, Source source) =>
        new(Buckets.ProvenFrom(account.Id, source.Place), new(int.MaxValue, OwnerLife));

    // Three of five: what is left is the owner's.
    private static Rate ShareOf(Rate rate) => rate with { Count = Math.Max(1, rate.Count * 3 / 5) };

    // Empty: numbers of its country get nothing.
    private IReadOnlyList<Limit> AnewLimits(PhoneNumber phone, ChallengePurpose? purpose)
    {
        if (NumberingPlans.FindOrigin(phone) is not { } origin || !limits.SmsCountries.Contains(origin.Region)) return [];

        return purpose is { } known
            ?
            [
                new(Buckets.SmsLong(phone, ChallengeRules.SmsUseOf(known)), limits.SmsPerNumberLong),
                new(Buckets.SmsCountry(origin.CallingCode, ChallengeRules.SmsUseOf(known)), limits.SmsPerCountry),
                new(Buckets.SmsInAll(ChallengeRules.SmsUseOf(known)), limits.SmsInAll),
            ]
            :
            [
                new(Buckets.SmsNoticeCountry(origin.CallingCode), limits.SmsPerCountry),
                new(Buckets.SmsNotices, limits.SmsInAll),
            ];
    }

    private IReadOnlyList<Limit> EmailLimits(Account account, Source source, bool mayBeStranger)
    {
        var whole = new Limit(Buckets.Email(account.Id), limits.EmailPerAccount);
        return mayBeStranger
            ?
            [
                whole, new(Buckets.EmailByPassword(account.Id), ShareOf(limits.EmailPerAccount)),
                .. NetworkLimits.Of(source, Buckets.EmailByPassword, limits.EmailPerAddress),
            ]
            : [whole];
    }

    private IReadOnlyList<Limit> AccountLimits(Account account, PhoneNumber phone, SmsUse use, bool mayBeStranger) =>
    [
        new(Buckets.SmsLong(account.Id), limits.SmsPerAccountLong),
        .. mayBeStranger ? StrangersLimits(account, phone, use) : [new(Buckets.SmsShort(account.Id), limits.SmsPerAccountShort)],

        // Anybody can name anybody's number. One account gets it few texts.
        .. use is SmsUse.NewNumber ? (IReadOnlyList<Limit>)[new(Buckets.SmsNewNumber(account.Id, phone), limits.SmsPerNewNumber)] : [],
    ];

    // Those who may be strangers never take the last texts of an account or to a number. The few minutes they have to themselves: of so
    // short a time a share would leave an owner who is somewhere else without a second try.
    private IReadOnlyList<Limit> StrangersLimits(Account account, PhoneNumber phone, SmsUse use) =>
    [
        new(Buckets.SmsByPasswordShort(account.Id), limits.SmsPerAccountShort),
        new(Buckets.SmsByPasswordLong(account.Id), ShareOf(limits.SmsPerAccountLong)),
        new(Buckets.SmsByPasswordShort(phone, use), ShareOf(limits.SmsPerNumberShort)),
        new(Buckets.SmsByPasswordLong(phone, use), ShareOf(limits.SmsPerNumberLong)),
    ];
}
