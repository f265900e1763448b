using System.Collections.Concurrent;

namespace Countersign.TestKit;

/// <summary>The outside world of messages: a real mail server and a real SMS gateway on loopback that keep what they are given.</summary>
public sealed class Inbox : IAsyncDisposable
{
    /// <summary>What requests to the gateway are signed with.</summary>
    public const string SmsSecret = "gateway-secret-of-the-test-kit";

    private readonly Lock changing = new();
    private readonly List<CaughtMessage> all = [];
    private readonly ConcurrentDictionary<string, int> read = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Inbox()
    {
        Smtp = new(Catch);
        Sms = new(Catch);
    }

    /// <summary>The mail server, to be given a mood.</summary>
    public SmtpCatcher Smtp { get; }

    /// <summary>The SMS gateway, to be given a mood.</summary>
    public SmsCatcher Sms { get; }

    /// <summary>For the setting <c>SMTP</c>.</summary>
    public string SmtpUri => $"smtp://127.0.0.1:{Smtp.Port}";

    /// <summary>For the setting <c>SMS</c>.</summary>
    public string SmsUri => $"webhook+{Sms.Address}";

    /// <summary>Every message taken so far, oldest first; one that was sent twice is there twice.</summary>
    public IReadOnlyList<CaughtMessage> All
    {
        get
        {
            lock (changing) return [.. all];
        }
    }

    /// <summary>Opens both ports.</summary>
    public static async Task<Inbox> Start()
    {
        var inbox = new Inbox();
        inbox.Smtp.Start();
        await inbox.Sms.Start();
        return inbox;
    }

    /// <summary>The oldest message to this number or address that nobody has read yet; waits for it.</summary>
    public async Task<CaughtMessage> Next(string to, CancellationToken ct)
    {
        while (true)
        {
            Task arrival;
            lock (changing)
            {
                var unread = all.Where(message => message.To.Equals(to, StringComparison.OrdinalIgnoreCase))
                    .Skip(this.read.GetValueOrDefault(to)).FirstOrDefault();
                if (unread is not null)
                {
                    this.read.AddOrUpdate(to, 1, (_, read) => read + 1);
                    return unread;
                }

                arrival = this.arrival.Task;
            }

            await arrival.WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Smtp.DisposeAsync();
        await Sms.DisposeAsync();
    }

    private void Catch(CaughtMessage message)
    {
        TaskCompletionSource arrived;
        lock (changing)
        {
            all.Add(message);
            (arrived, arrival) = (arrival, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        arrived.SetResult();
    }
}
