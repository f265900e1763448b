using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>How many codes went to a prefix in the last day, and how many of them came back.</summary>
public sealed record SmsReturn(string Prefix, long Sent, long Returned);

/// <summary>How many codes to a prefix came back in the last day: the sign by which pumped numbers show.</summary>
public static class SmsReturns
{
    private static readonly Rate Day = new(int.MaxValue, TimeSpan.FromDays(1));

    /// <summary>Notes that a code to this number was sent.</summary>
    public static Task NoteSent(Tx tx, PhoneNumber phone) => LimitStore.TryTake(tx, Sent(phone));

    /// <summary>Notes that a code to this number came back right.</summary>
    public static Task NoteReturned(Tx tx, PhoneNumber phone) => LimitStore.TryTake(tx, Returned(phone));

    /// <summary>Both counts for the number's prefix.</summary>
    public static async Task<SmsReturn> Count(Sql sql, PhoneNumber phone) =>
        new(phone.Prefix, await LimitStore.Hits(sql, Sent(phone)), await LimitStore.Hits(sql, Returned(phone)));

    /// <summary>Both counts for every prefix that a code went to in the last day.</summary>
    public static async Task<IReadOnlyList<SmsReturn>> All(Sql sql)
    {
        var returned = (await LimitStore.List(sql, Buckets.SmsReturnedFrom)).ToDictionary(
            count => count.Bucket[Buckets.SmsReturnedFrom.Length..], count => count.Hits, StringComparer.Ordinal);
        return
        [
            .. (await LimitStore.List(sql, Buckets.SmsSentTo))
                .Select(count => (Prefix: count.Bucket[Buckets.SmsSentTo.Length..], count.Hits))
                .Select(count => new SmsReturn(count.Prefix, count.Hits, returned.GetValueOrDefault(count.Prefix))),
        ];
    }

    private static Limit Sent(PhoneNumber phone) => new(Buckets.SmsSent(phone), Day);

    private static Limit Returned(PhoneNumber phone) => new(Buckets.SmsReturned(phone), Day);
}
