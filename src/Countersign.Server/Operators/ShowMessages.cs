using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Which messages to show.</summary>
/// <param name="Channel">Null: both.</param>
/// <param name="Account">Only those to this account; null: to anybody.</param>
/// <param name="Before">Only older ones than this record; null begins with the newest.</param>
public sealed record MessageAsk(MessageChoice Choice, Channel? Channel, AccountId? Account, long? Before);

/// <summary>How one channel did in the last day.</summary>
/// <param name="Failed">Refused, of unknown fate, or too late.</param>
public sealed record ChannelHealth(Channel Channel, long Sent, long Failed);

/// <summary>Whether messages arrive.</summary>
/// <param name="OldestWaiting">Since when the oldest waits; null when none does.</param>
/// <param name="SmsCodes">What became of codes sent by text message, to numbers on accounts and to new ones apart.</param>
public sealed record MessageHealth(
    long Waiting, DateTimeOffset? OldestWaiting, IReadOnlyList<ChannelHealth> Channels, IReadOnlyList<SmsHealth> SmsCodes);

/// <summary>What became of the codes sent by text message in the last day.</summary>
/// <param name="Returned">How many of them came back.</param>
/// <param name="BlockedPrefixes">The beginnings of numbers that get no more of these today: too few codes came back.</param>
public sealed record SmsHealth(SmsUse Use, long Sent, long Returned, IReadOnlyList<string> BlockedPrefixes);

/// <summary>A page of messages.</summary>
/// <param name="To">Whose messages these are; null: anybody's, or those of an account that is gone.</param>
/// <param name="Older">Where the next page begins; null when this is the last.</param>
/// <param name="Keep">How long records are kept.</param>
/// <param name="Ranges">Ranges of numbers that people gave and the numbering plans here do not know, those that are allowed first.</param>
public sealed record MessagePage(
    MessageAsk Ask, Account? To, MessageHealth Health, IReadOnlyList<MessageRecord> Messages, long? Older, TimeSpan Keep,
    IReadOnlyList<UnknownRange> Ranges)
{
    /// <summary>How many webhooks failed for so long that nothing is sent to them any more.</summary>
    public int HooksDisabled { get; init; }

    /// <summary>The numbers of the gateways that call people.</summary>
    public required IReadOnlySet<int> Callers { get; init; }
}

/// <summary>Shows the people who run the service what became of messages: never their text, and never a whole destination.</summary>
public sealed class ShowMessages(Ground ground, SendBudget budget, OutboxOptions outbox, ServerSettings settings)
{
    private const int PageSize = 50;
    private const int MostRanges = 20;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public Task<MessagePage> Run(MessageAsk ask, CancellationToken ct) => ground.Db.Read(async sql =>
    {
        var found = await MessageRecordStore.List(sql, ask.Choice, ask.Channel, ask.Account, ask.Before, PageSize + 1);
        IReadOnlyList<MessageRecord> shown = [.. found.Take(PageSize)];
        var to = ask.Account is { } id ? await AccountStore.Find(sql, id) : null;
        return new MessagePage(
            ask, to, await Health(sql), shown, found.Count > PageSize ? shown[^1].Id : null, outbox.Keep,
            await PhoneRangeStore.List(sql, MostRanges))
        {
            HooksDisabled = (await HookStore.List(sql)).Count(hook => hook.DisabledAt is not null),
            Callers = settings.Sms.Gateways.Where(each => each.Value.Calls).Select(each => each.Key).ToHashSet(),
        };
    }, ct);

    private async Task<MessageHealth> Health(Sql sql)
    {
        var counts = await MessageRecordStore.CountSince(sql, sql.Now - Day);
        return new(
            await MessageRecordStore.CountWaiting(sql), await MessageRecordStore.OldestWaiting(sql),
            [.. Enum.GetValues<Channel>().Select(channel => Of(channel, counts))],
            [await Of(sql, SmsUse.Enrolled), await Of(sql, SmsUse.NewNumber)]);
    }

    private async Task<SmsHealth> Of(Sql sql, SmsUse use)
    {
        var prefixes = await SmsReturns.All(sql, use);
        return new(
            use, prefixes.Sum(prefix => prefix.Sent), prefixes.Sum(prefix => prefix.Returned),
            [.. prefixes.Where(budget.LooksPumped).Select(prefix => prefix.Prefix)]);
    }

    private static ChannelHealth Of(Channel channel, IReadOnlyList<MessageCount> counts)
    {
        var own = counts.Where(count => count.Channel == channel).ToList();
        return new(
            channel, own.Where(count => count.State is OutboxState.Sent).Sum(count => count.Messages),
            own.Where(count => count.State is OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired).Sum(
                count => count.Messages));
    }
}
