namespace Countersign.Server.Delivery;

/// <summary>
/// One idle connection to the mail server, kept for a moment: a second mail then needs no greeting, no TLS and no sign-in.
/// </summary>
internal sealed class KeptConnection : IAsyncDisposable
{
    // Servers wait for minutes (RFC 5321 §4.5.3.2.7), but many count their idle guests.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(10);

    // Many servers take a hundred mails over one connection; we never get to where they mind.
    private const int MostMails = 50;

    private readonly ITimer idle;
    private MailConnection? connection;
    private volatile bool isOver;

    public KeptConnection(TimeProvider clock) =>
        idle = clock.CreateTimer(_ => _ = EndKept(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The kept connection, for this caller alone; null: there is none.</summary>
    public MailConnection? Take() => Interlocked.Exchange(ref connection, null);

    /// <summary>Keeps it after a mail, unless one is kept already or it has carried enough.</summary>
    public async Task Put(MailConnection used)
    {
        used.Mails++;
        if (isOver || used.Mails >= MostMails || Interlocked.CompareExchange(ref connection, used, null) is not null)
        {
            // Nobody waits for a goodbye.
            _ = MailConnection.Close(used.Client);
            return;
        }

        idle.Change(LongestIdle, Timeout.InfiniteTimeSpan);
        if (isOver) await EndKept();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isOver = true;
        await idle.DisposeAsync();
        await EndKept();
    }

    private async Task EndKept()
    {
        if (Take() is { } kept) await MailConnection.Close(kept.Client);
    }
}
