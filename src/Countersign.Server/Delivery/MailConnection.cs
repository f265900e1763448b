using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>A connection to the mail server, ready for the next mail.</summary>
internal sealed record MailConnection(MailClient Client)
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>How many mails it has carried.</summary>
    public int Mails { get; set; }

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
