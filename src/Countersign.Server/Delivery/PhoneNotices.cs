using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// News by text message, for what somebody with the mailbox could do behind the owner's back. Within the budgets; the mail goes out in any
/// case.
/// </summary>
public sealed class PhoneNotices(Policy policy, Outbox outbox, MessageTexts texts, NotMeLinks links, SendBudget budget)
{
    // A text about yesterday's attack comes too late.
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Writes one text to each number of the account into the outbox of this transaction.</summary>
    public async Task Tell(Tx tx, Account account, IReadOnlyList<Method> methods, NoticeKind kind, Source source)
    {
        if (!policy.SmsAllowed) return;

        foreach (var phone in methods.Select(method => method.Phone).Append(account.Phone).OfType<PhoneNumber>().Distinct())
        {
            var to = new CodeTarget(Channel.Sms, ChallengePurpose.Disable, null, phone.E164, phone);
            if (await budget.Charge(tx, account, to, source) is not null) continue;

            var text = texts.In(account.Language).ShortNotice(kind, await links.Make(tx, account));
            await outbox.Enqueue(tx, new(account.Id, null, Channel.Sms, phone.E164, text, tx.Now + Life));
        }
    }
}
