namespace Countersign.Server.Delivery;

/// <summary>
/// The connections to the mail server: so many at once and no more. Those that are idle are kept for a moment, so that a further mail
/// needs no greeting, no TLS and no sign-in.
/// </summary>
/// <param name="most">How many there may be.</param>
internal sealed class MailConnections(int most, TimeProvider clock) : IAsyncDisposable
{
    // Servers wait for minutes (RFC 5321 §4.5.3.2.7), but many count their idle guests.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(10);

    // Many servers take a hundred mails over one connection; we never get to where they mind.
    private const int MostMails = 50;

    private readonly SemaphoreSlim free = new(most);
    private readonly Lock changing = new();

    // The one that was used last is on top: of many, those below it go idle when there is little to do.
    private readonly Stack<MailConnection> idle = new();
    private bool isOver;

    /// <summary>Waits until a connection may be used; whoever has waited must <see cref="Leave"/>.</summary>
    public Task Enter(CancellationToken ct) => free.WaitAsync(ct);

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        lock (changing)
        {
            if (!isOver) free.Release();
        }
    }

    /// <summary>An idle connection, for this caller alone; null: there is none.</summary>
    public MailConnection? Take()
    {
        lock (changing)
        {
            if (!idle.TryPop(out var connection)) return null;

            connection.Awake();
            return connection;
        }
    }

    /// <summary>Keeps it after a mail, unless it has carried enough.</summary>
    public void Put(MailConnection used)
    {
        used.Mails++;
        lock (changing)
        {
            if (!isOver && used.Mails < MostMails)
            {
                idle.Push(used);
                used.Sleep(clock, LongestIdle, End);
                return;
            }
        }

        // Nobody waits for a goodbye.
        _ = MailConnection.Close(used.Client);
    }

    /// <summary>Says goodbye on those that are idle.</summary>
    public async ValueTask DisposeAsync()
    {
        List<MailConnection> rest;
        lock (changing)
        {
            isOver = true;
            rest = [.. idle];
            idle.Clear();
        }

        foreach (var connection in rest)
        {
            connection.Awake();
            await MailConnection.Close(connection.Client);
        }

        free.Dispose();
    }

    private void End(MailConnection tired)
    {
        lock (changing)
        {
            // Somebody took it at the same moment.
            if (!idle.Contains(tired)) return;

            var others = idle.Where(each => each != tired).Reverse().ToList();
            idle.Clear();
            others.ForEach(idle.Push);
            tired.Awake();
        }

        _ = MailConnection.Close(tired.Client);
    }
}
