using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>How many codes to a prefix came back in the last day: the sign by which pumped numbers show.</summary>
public static class SmsReturns
{
    private static readonly Rate Day = new(int.MaxValue, TimeSpan.FromDays(1));

    /// <summary>Notes that a code to this number was sent.</summary>
    public static Task NoteSent(Tx tx, PhoneNumber phone, DateTimeOffset now) => LimitStore.TryTake(tx, Sent(phone), now);

    /// <summary>Notes that a code to this number came back right.</summary>
    public static Task NoteReturned(Tx tx, PhoneNumber phone, DateTimeOffset now) => LimitStore.TryTake(tx, Returned(phone), now);

    /// <summary>Both counts for the number's prefix.</summary>
    public static async Task<(long Sent, long Returned)> Count(Sql sql, PhoneNumber phone, DateTimeOffset now) =>
        (await LimitStore.Hits(sql, Sent(phone), now), await LimitStore.Hits(sql, Returned(phone), now));

    private static Limit Sent(PhoneNumber phone) => new($"sms-sent:{phone.Prefix}", Day);

    private static Limit Returned(PhoneNumber phone) => new($"sms-returned:{phone.Prefix}", Day);
}
