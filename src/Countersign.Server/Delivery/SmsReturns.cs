using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>How many codes went to a prefix in the last day, and how many of them came back.</summary>
public sealed record SmsReturn(string Prefix, long Sent, long Returned);

/// <summary>How many codes to a prefix came back in the last day: the sign by which pumped numbers show.</summary>
public static class SmsReturns
{
    private static readonly Rate Day = new(int.MaxValue, TimeSpan.FromDays(1));
    private static readonly Rate Month = new(int.MaxValue, TimeSpan.FromDays(30));

    /// <summary>Notes that a code to this number was sent.</summary>
    public static Task NoteSent(Tx tx, PhoneNumber phone, SmsUse use) => LimitStore.TryTake(tx, Sent(phone, use));

    /// <summary>Notes that a code to this number came back right.</summary>
    public static async Task NoteReturned(Tx tx, PhoneNumber phone, SmsUse use)
    {
        await LimitStore.TryTake(tx, Returned(phone, use));
        await LimitStore.Renew(tx, Answering(phone));
    }

    /// <summary>
    /// Whether a code to this very number came back within a month: then somebody reads it, and what strangers do with other numbers of its
    /// prefix says nothing about it.
    /// </summary>
    public static async Task<bool> Answers(Sql sql, PhoneNumber phone) => await LimitStore.Hits(sql, Answering(phone)) > 0;

    /// <summary>Notes that the code of this challenge, which went out by text message, came back right.</summary>
    public static Task NoteReturned(Tx tx, Challenge challenge) =>
        NoteReturned(tx, PhoneNumber.FromE164(challenge.Destination!), ChallengeRules.SmsUseOf(challenge.Purpose));

    /// <summary>Both counts for the number's prefix.</summary>
    public static async Task<SmsReturn> Count(Sql sql, PhoneNumber phone, SmsUse use) =>
        new(phone.Prefix, await LimitStore.Hits(sql, Sent(phone, use)), await LimitStore.Hits(sql, Returned(phone, use)));

    /// <summary>Both counts for every prefix that a code went to in the last day.</summary>
    public static async Task<IReadOnlyList<SmsReturn>> All(Sql sql, SmsUse use)
    {
        var (sent, returned) = (Buckets.SmsSentTo(use), Buckets.SmsReturnedFrom(use));
        var back = (await LimitStore.List(sql, returned)).ToDictionary(
            count => count.Bucket[returned.Length..], count => count.Hits, StringComparer.Ordinal);
        return
        [
            .. (await LimitStore.List(sql, sent))
                .Select(count => (Prefix: count.Bucket[sent.Length..], count.Hits))
                .Select(count => new SmsReturn(count.Prefix, count.Hits, back.GetValueOrDefault(count.Prefix))),
        ];
    }

    private static Limit Answering(PhoneNumber phone) => new(Buckets.SmsAnswering(phone), Month);

    private static Limit Sent(PhoneNumber phone, SmsUse use) => new(Buckets.SmsSent(phone, use), Day);

    private static Limit Returned(PhoneNumber phone, SmsUse use) => new(Buckets.SmsReturned(phone, use), Day);
}
