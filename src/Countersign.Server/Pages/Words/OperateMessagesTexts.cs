using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the page of messages says.</summary>
public abstract class OperateMessagesTexts(Texts all) : Sentences(all)
{
    public abstract string MessagesLead { get; }
    public abstract string MessagesHealth { get; }
    public abstract string Now { get; }
    public abstract string MessagesEmpty { get; }
    public abstract string MessagesNone { get; }
    public abstract string MessagesTo { get; }
    public abstract string MessagesToAll { get; }
    public abstract string MessagesOlder { get; }
    public abstract string MessagesNewest { get; }
    public abstract string MessagesShow { get; }
    public abstract string MessagesChannels { get; }
    public abstract string AllChannels { get; }

    public abstract string MessagesKept(TimeSpan keep);

    public abstract string WaitingNow(MessageHealth health);

    public abstract string ChannelDid(ChannelHealth health);

    public abstract string CodesBack(SmsUse use);

    public abstract string CodesBackCount(long returned, long sent);

    public abstract string Pumped(SmsUse use, IReadOnlyList<string> prefixes);

    public abstract string Ranges { get; }
    public abstract string RangesLead { get; }
    public abstract string RangeBlocked { get; }
    public abstract string RangeAllowed { get; }
    public abstract string AllowRange { get; }
    public abstract string AllowRangeLead { get; }
    public abstract string EndRange { get; }
    public abstract string EndRangeLead { get; }

    public abstract string RangeTries(long tries);

    public abstract string AllowRangeTitle(PhoneRange range);

    public abstract string EndRangeTitle(PhoneRange range);

    /// <summary>What a message is for.</summary>
    public abstract string Of(MessageKind kind);

    /// <summary>How far a message has come.</summary>
    public abstract string Of(OutboxState state);

    /// <summary>The colour of a state.</summary>
    public static string ToneOf(OutboxState state) => state switch
    {
        OutboxState.Waiting => "warn",
        OutboxState.Sent => "good",
        OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired => "bad",
        OutboxState.Dropped => "",
    };

    /// <summary>What a filter shows.</summary>
    public abstract string Of(MessageChoice choice);

    public abstract string NextTry(int attempts);

    /// <summary>What a gateway has said of a message; the time follows.</summary>
    public abstract string Told(int? gateway, ReportedState state);
    public abstract string PhoneCall { get; }
    public abstract string CallTold(int? gateway, ReportedState state);
}
