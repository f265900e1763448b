using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateMessagesEnglish(Texts all) : OperateMessagesTexts(all)
{
    public override string MessagesLead =>
        "What became of the codes and notices this service sent. What they said is never shown, and where they went only in part.";
    public override string MessagesHealth => "Now, and in the last 24 hours";
    public override string Now => "Now";
    public override string MessagesEmpty => "There is no such message.";
    public override string MessagesNone => "No message was sent yet.";
    public override string MessagesTo => "To";
    public override string MessagesToAll => "show everybody's";
    public override string MessagesOlder => "Older messages";
    public override string MessagesNewest => "Back to the newest";
    public override string MessagesShow => "Which messages";
    public override string MessagesChannels => "Sent how";
    public override string AllChannels => "Both ways";

    public override string MessagesKept(TimeSpan keep) =>
        $"The record of a message is kept for {Days((int)keep.TotalDays)} after it is done; its text is wiped at once.";

    public override string WaitingNow(MessageHealth health) => health.OldestWaiting is { } oldest
        ? $"{Counted(health.Waiting, "message is waiting", "messages are waiting")}; the oldest for {Since(oldest)}."
        : "No messages are waiting.";

    public override string ChannelDid(ChannelHealth health) => health switch
    {
        { Sent: 0, Failed: 0 } => "none",
        { Failed: 0 } => $"{Count(health.Sent)} sent, none failed",
        _ => $"{Count(health.Sent)} sent, {Count(health.Failed)} failed",
    };

    public override string CodesBack(SmsUse use) => use switch
    {
        SmsUse.Enrolled => "SMS codes used",
        SmsUse.NewNumber => "SMS codes used, new numbers",
    };

    public override string CodesBackCount(long returned, long sent) => $"{Count(returned)} of {Count(sent)}";

    public override string Pumped(SmsUse use, IReadOnlyList<string> prefixes) =>
        $"{(use is SmsUse.Enrolled ? "Numbers" : "New numbers")} that begin like this get no text messages now, because too few codes " +
        $"sent to them came back: {string.Join(", ", prefixes)}." +
        $"{(use is SmsUse.Enrolled ? "" : " Numbers that are on accounts already still get theirs.")} Somebody may be earning money from " +
        "messages to such numbers; check whether accounts are being created in bulk.";

    public override string Ranges => "Numbers of unknown ranges";

    public override string RangesLead =>
        "People gave numbers that begin like these, and the numbering plans in this server do not know them as assigned. New ranges are " +
        "in service before such tables say so. Check with the country's regulator, then allow the range.";

    public override string RangeBlocked => "refused";
    public override string RangeAllowed => "allowed";
    public override string AllowRange => "Allow";

    public override string AllowRangeLead =>
        "All numbers that begin so and have a right length get text messages from now on, within the countries and limits of the settings.";

    public override string EndRange => "Allow no longer";
    public override string EndRangeLead => "New numbers that begin so are refused again. Those that are on accounts already stay there.";

    public override string RangeTries(long tries) => tries == 1 ? "given once" : $"given {tries} times";

    public override string AllowRangeTitle(PhoneRange range) => $"Allow numbers that begin with {range.Beginning}";

    public override string EndRangeTitle(PhoneRange range) => $"Allow numbers that begin with {range.Beginning} no longer";

    public override string Of(MessageKind kind) => kind switch
    {
        MessageKind.LogInCode => "Code to sign in",
        MessageKind.ChangeCode => "Code to change security settings",
        MessageKind.VerifyEmail => "Confirm an e-mail address",
        MessageKind.ResetPassword => "Link for a new password",
        MessageKind.ConfirmFactor => "Link to confirm a second factor",
        MessageKind.DisableLink => "Link to turn 2FA off",
        MessageKind.Notice => "News about the account",
    };

    public override string Of(OutboxState state) => state switch
    {
        OutboxState.Waiting => "waiting",
        OutboxState.Sent => "sent",
        OutboxState.Refused => "refused",
        OutboxState.Unknown => "perhaps sent",
        OutboxState.Expired => "too late",
        OutboxState.Dropped => "not needed any more",
    };

    public override string Of(MessageChoice choice) => choice switch
    {
        MessageChoice.All => "All",
        MessageChoice.Failed => "Failed",
        MessageChoice.Waiting => "Waiting",
    };

    public override string NextTry(int attempts) => $"{Counted(attempts, "try", "tries")} so far, the next";

    public override string Told(int? gateway, ReportedState state) => $"Gateway {gateway}: " + state switch
    {
        ReportedState.UnderWay => "it is on its way, said",
        ReportedState.Failed => "it will not arrive, said",
        ReportedState.Delivered => "the phone has it, said",
    };

    public override string PhoneCall => "Phone call";

    public override string CallTold(int? gateway, ReportedState state) => $"Gateway {gateway}: " + state switch
    {
        ReportedState.UnderWay => "the call is under way, said",
        ReportedState.Failed => "the call came to nothing, said",
        ReportedState.Delivered => "the call was answered, said",
    };
}
