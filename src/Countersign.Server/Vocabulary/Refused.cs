using Countersign.Core;
using Countersign.Phones;

namespace Countersign.Server.Vocabulary;

/// <summary>A no, with what a person needs to know to go on.</summary>
/// <param name="Verdict">How the proof failed, for <see cref="Refusal.Proof"/>.</param>
/// <param name="RetryAt">When the same request may succeed.</param>
/// <param name="Detail">A sentence for the person, where the reason alone does not say what to change.</param>
/// <param name="Operator">Why an operator's act was not done, for <see cref="Refusal.OperatorAct"/>.</param>
/// <param name="Account">The account as it is, where an operator's act fails on its state.</param>
/// <param name="Password">What is wrong with a new password, for <see cref="Refusal.PasswordTooWeak"/>.</param>
public sealed record Refused(
    Refusal Why, Verdict? Verdict = null, DateTimeOffset? RetryAt = null, string? Detail = null, PasswordRefusal? Password = null,
    OperatorRefusal? Operator = null, Account? Account = null)
{
    /// <summary>What was read of a phone number, for <see cref="Refusal.InvalidPhoneNumber"/>; null where nobody knows.</summary>
    public PhoneParse? Number { get; init; }

    /// <summary>By which kind of gateway a message was not delivered; null where none, or one that nobody asks about, was.</summary>
    public string? Gateway { get; init; }

    /// <summary>A no to a phone number that was read in vain; each door has its words for it.</summary>
    public static Refused OfNumber(PhoneParse parse) =>
        new(parse.Outcome is PhoneOutcome.Premium ? Refusal.BlockedPhoneNumber : Refusal.InvalidPhoneNumber) { Number = parse };

    /// <summary>A no to an operator.</summary>
    /// <param name="account">The account as it is, where the reason lies in its state.</param>
    public static Refused ToOperator(OperatorRefusal why, Account? account = null) =>
        new(Refusal.OperatorAct, Operator: why, Account: account);

    /// <summary>
    /// While the mailbox proves nothing about this account (<see cref="Core.Account.MailWaitsUntil"/>); null when it does.
    /// </summary>
    public static Refused? WhileMailWaits(Account account, DateTimeOffset now) =>
        account.MailWaitsUntil(now) is { } until ? new(Refusal.EmailWaits, RetryAt: until) : null;

    /// <summary>A no of the operator's shell: what happened and what to do.</summary>
    public static Refused Because(string sentence) => new(Refusal.Explained, Detail: sentence);
}
