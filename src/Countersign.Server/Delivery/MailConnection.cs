using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>A connection to the mail server, ready for the next mail.</summary>
internal sealed class MailConnection(MailClient client)
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private ITimer? alarm;

    /// <summary>The conversation.</summary>
    public MailClient Client => client;

    /// <summary>How many mails it has carried.</summary>
    public int Mails { get; set; }

    /// <summary>From now on it is idle; when it has been for so long, that is told.</summary>
    public void Sleep(TimeProvider clock, TimeSpan longest, Action<MailConnection> tired) =>
        alarm = clock.CreateTimer(_ => tired(this), null, longest, Timeout.InfiniteTimeSpan);

    /// <summary>It is used again, or ended.</summary>
    public void Awake()
    {
        alarm?.Dispose();
        alarm = null;
    }

    /// <summary>Ends it after a failure: with a goodbye if the server still talks, else at once.</summary>
    public async Task End(Exception failure)
    {
        if (failure is SmtpCommandException) await Close(Client);
        else Client.Dispose();
    }

    /// <summary>Says goodbye, and does not mind whether anybody hears it.</summary>
    public static async Task Close(SmtpClient client)
    {
        using (client)
        {
            try
            {
                using var limit = new CancellationTokenSource(Goodbye);
                await client.DisconnectAsync(quit: true, limit.Token);
            }
            catch (Exception gone) when (SmtpFailure.IsOne(gone))
            {
                // It was gone already.
            }
        }
    }
}
