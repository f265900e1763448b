using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>
/// News by text message, for the few changes that somebody with the mailbox or a stolen session could make behind the owner's back: 2FA
/// goes off, a password is set by mail, a number comes in, factors are frozen. Within budgets of their own, so that nobody buys silence by
/// asking for codes first; the mail goes out in any case.
/// </summary>
public sealed class PhoneNotices(
    Policy policy, Outbox outbox, MessageTexts texts, NotMeLinks links, SendBudget budget, ILogger<PhoneNotices> log)
{
    // A text about yesterday's attack comes too late; not so that of a wait, which lasts until it has left.
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private static readonly TimeSpan LifeOfWait = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether the numbers of the account's methods may be a stranger's, who has set them up with the password alone. Whatever such a
    /// number hears, it gets no link that stops everything: one that is kept would end later what the owner begins. Of a password by mail
    /// it hears with a link that makes the wait begin anew: it may be its owner's as well, and somebody else have the mailbox.
    /// </summary>
    public async Task<Strangers> FindStrangers(Sql sql, Account account)
    {
        if (await MarkStore.FindLived(sql, account.Id, AccountMark.AwaitsMailbox) is not var (since, lived)) return Strangers.None;

        var answeredAt = await MarkStore.IsSince(sql, account.Id, AccountMark.FirstByMail, AccountMark.AwaitsMailbox)
            ? await MarkStore.Find(sql, account.Id, AccountMark.FirstByMail)
            : null;
        var until = MailRules.MayBeStrangersUntil(since, answeredAt, policy);
        return new(await SteadyClock.EndOf(sql, since, lived, until) > sql.Now, sql.Now - (until - since));
    }

    /// <summary>Writes one text to each number of the account into the outbox of this transaction.</summary>
    /// <param name="methods">The methods before the change: a number that goes with it hears of it too.</param>
    /// <param name="except">A number that the news is about and not for.</param>
    /// <param name="before">
    /// Which numbers might be a stranger's before the change: they hear of it, and get no link that stops what the owner does. Null: as
    /// <see cref="FindStrangers"/> says now, which it cannot once the factors are gone.
    /// </param>
    /// <param name="until">How long there is something to stop, at the least.</param>
    /// <returns>One of the messages; null where none goes out.</returns>
    public async Task<MessageId?> Tell(
        Tx tx, Account account, IReadOnlyList<Method> methods, NoticeKind kind, PhoneNumber? except = null, Strangers? before = null,
        DateTimeOffset? until = null)
    {
        // Whom an application keeps hears of it from that application: our links lead them nowhere.
        if (!policy.SmsAllowed || account.Application is not null) return null;

        MessageId? one = null;
        foreach (var (phone, isStrangers) in NumbersOf(account, methods, before ?? await FindStrangers(tx, account)))
        {
            if (phone == except) continue;
            if (!await budget.TryNotice(tx, account, phone, kind))
            {
                DeliveryLog.NotTexted(log, account.Id.Value, NoticeWords.Of(kind));
                continue;
            }

            var link = await MakeLink(tx, account, kind, isStrangers, until);
            var text = texts.In(account.Language).ShortNotice(kind, link);
            one = await outbox.Enqueue(tx, new(account.Id, null, Channel.Sms, phone.E164, text, tx.Now + LifeOf(kind, isStrangers)));
        }

        return one;
    }

    // One on file is the owner's, whatever else it is.
    private static IEnumerable<(PhoneNumber Phone, bool IsStrangers)> NumbersOf(
        Account account, IReadOnlyList<Method> methods, Strangers strangers) =>
        from number in methods.Select(method => (method.Phone, IsStrangers: strangers.Hold(method)))
            .Append((account.Phone, IsStrangers: false))
        where number.Phone is not null
        group number.IsStrangers by number.Phone into one
        select (one.Key, one.All(isStrangers => isStrangers));

    // A stranger may have chosen a number that no gateway reaches, so that its text waits for ever.
    private TimeSpan LifeOf(NoticeKind kind, bool isStrangers) =>
        kind is NoticeKind.PasswordSetByMail && policy.MailWait > TimeSpan.Zero && !isStrangers ? LifeOfWait : Life;

    // What the link does has been done where changes are frozen.
    private async Task<Uri?> MakeLink(Tx tx, Account account, NoticeKind kind, bool mayBeStrangers, DateTimeOffset? until) => kind switch
    {
        NoticeKind.ChangesFrozen => null,
        NoticeKind.PasswordSetByMail when !mayBeStrangers => await links.Make(tx, account, Concern.PasswordByMailToPhone, until),
        // Whoever has such a number objects to the mailbox, too, whatever there was first.
        _ when !mayBeStrangers => await links.Make(tx, account, Concern.ByPhone, until),
        NoticeKind.PasswordSetByMail when policy.MailWait > TimeSpan.Zero => await links.Make(tx, account, Concern.MailWait, until),
        _ => null, // an open list on purpose: whatever other news there is, such a number stops none of it
    };
}
