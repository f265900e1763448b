using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>What a notice adds to who, when and from where.</summary>
public sealed record NoticeExtras
{
    /// <summary>Recovery codes that remain.</summary>
    public int? Left { get; init; }

    /// <summary>How many API keys ended with it.</summary>
    public int KeysEnded { get; init; }

    /// <summary>When a lock ends.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The factor that was tried.</summary>
    public ProofKind? Factor { get; init; }

    /// <summary>The method that was changed.</summary>
    public Method? Method { get; init; }

    /// <summary>The name of what was changed, where it is no method.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the notice carries a link by which its person can stop everything at once.</summary>
    public bool CanBeStopped { get; init; }

    /// <summary>What exactly that link objects to; null: to everything.</summary>
    public Concern? About { get; init; }
}

/// <summary>
/// News about an account, written with what it tells about and sent to every proven address of its person. The first of a kind goes out at
/// once; what follows within a while is counted in one more message, so that nobody can bury the one that matters under hundreds.
/// </summary>
public sealed class Notices(Outbox outbox, MessageTexts texts, NotMeLinks links, ReminderLinks reminders, Policy policy)
{
    // A mail server may be down for a weekend; older news helps nobody.
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <summary>Writes the notice into the outbox of this transaction.</summary>
    /// <returns>The message; null where nobody hears of it, or one that waits says it too.</returns>
    public async Task<MessageId?> Tell(Tx tx, Account account, NoticeKind kind, Source source, NoticeExtras extras)
    {
        if (!account.IsEmailVerified) return null;

        var until = extras.Until == LockoutRules.NeverByItself ? null : extras.Until;
        var words = texts.In(account.Language);
        var facts = new NoticeFacts(tx.Now, source.IpAddress, source.UserAgent, NameOf(extras, words), extras.Left, until,
            extras.CanBeStopped ? await links.Make(tx, account, extras.About, until) : null, extras.KeysEnded);
        if (!IsGathered(kind, extras) || await Gather(tx, account, kind) is not { } gathered)
            return await outbox.Enqueue(tx, MailTo(tx, account, words.Notice(kind, facts)));

        // What waits is written anew with each one more: it is in the table from the first on, and tells of the last.
        var message = words.Notice(kind, facts with { More = gathered.More });
        if (await outbox.TryRewrite(tx, gathered.Into.Bucket, account.Id, message)) return null;

        return await outbox.Enqueue(tx, MailTo(tx, account, message) with { Gathers = gathered.Into });
    }

    // What carries a link to stop it has one of its own each time; that there is no second factor any more is never one of many.
    private bool IsGathered(NoticeKind kind, NoticeExtras extras) =>
        policy.NoticeWindow > TimeSpan.Zero
        && !extras.CanBeStopped
        && kind is not (NoticeKind.TwoFactorDisabled or NoticeKind.TwoFactorResetByOperator or NoticeKind.AccountResetByOperator);

    // Null: it is the first for a while.
    private async Task<Gathered?> Gather(Tx tx, Account account, NoticeKind kind)
    {
        var window = new Limit(Buckets.Notice(account.Id, NoticeWords.Of(kind)), new(int.MaxValue, policy.NoticeWindow));
        OvertakenException.Unless(await LimitStore.TryTake(tx, window));
        var count = await LimitStore.Hits(tx, window);
        return count > 1 && await LimitStore.EndsAt(tx, window) is { } end ? new((int)count - 1, new(window.Bucket, end)) : null;
    }

    /// <summary>The last message of an account that is gone. It is nobody's in the outbox, else it would go with the account.</summary>
    /// <param name="by">Who wanted it.</param>
    public async Task Farewell(Tx tx, Account account, Source by)
    {
        if (!account.IsEmailVerified) return;

        var message = texts.In(account.Language).Notice(NoticeKind.AccountDeleted, new(tx.Now, by.IpAddress, by.UserAgent));
        await outbox.Enqueue(tx, MailTo(tx, account, message) with { Account = null });
    }

    private static OutgoingMessage MailTo(Tx tx, Account account, Message message) =>
        new(account.Id, null, Channel.Email, account.Email.Text, message, tx.Now + Life);

    /// <summary>Tells what nobody has done to this account, but what holds for everybody's.</summary>
    /// <param name="from">From when on; null: now.</param>
    public async Task Announce(Tx tx, Account account, NoticeKind kind, DateTimeOffset? from)
    {
        await Say(tx, account, kind, new(tx.Now, Until: from));
    }

    /// <summary>Reminds of new recovery codes when few are left: once, since they only become fewer.</summary>
    public async Task RemindOfCodes(Tx tx, Account account, int left)
    {
        if (left == BackupCode.Few) await Say(tx, account, NoticeKind.FewBackupCodes, new(tx.Now, Left: left));
    }

    /// <summary>Whether a person can turn off what is said so: it is about comfort, and nobody's safety hangs on it.</summary>
    public static bool IsReminder(NoticeKind kind) => kind is NoticeKind.FewBackupCodes or NoticeKind.SecondFactorNotRequired;

    private async Task Say(Tx tx, Account account, NoticeKind kind, NoticeFacts facts)
    {
        if (!account.IsEmailVerified) return;
        if (IsReminder(kind) && await MarkStore.Find(tx, account.Id, AccountMark.RemindersOff) is not null) return;

        var turnOff = IsReminder(kind) ? reminders.Of(account.Id) : null;
        await outbox.Enqueue(tx, MailTo(tx, account, texts.In(account.Language).Notice(kind, facts with { TurnOff = turnOff })));
    }

    private static string? NameOf(NoticeExtras extras, MessageTexts words) => extras switch
    {
        { Method: { Phone: { } phone } method } => $"{method.Label} ({phone.Masked})",
        { Method: { } method } => method.Label,
        { Name: { } name } => name,
        { Factor: { } factor } => words.NameOf(factor),
        _ => null,
    };

    private sealed record Gathered(int More, Gathering Into);
}
