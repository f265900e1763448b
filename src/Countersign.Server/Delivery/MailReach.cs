namespace Countersign.Server.Delivery;

/// <summary>In which letters the part of an address before the at sign may be written.</summary>
public enum MailScripts
{
    /// <summary>Nobody knows: there is no mail server, or it does not answer.</summary>
    Unknown,

    /// <summary>In ASCII alone.</summary>
    AsciiAlone,

    /// <summary>In those of any script (SMTPUTF8, RFC 6531).</summary>
    All,
}

/// <summary>
/// Which addresses the mail server can send to. What it offered at the last connection is remembered; before there was one, and before
/// somebody is told no, it is asked.
/// </summary>
/// <param name="connector">Null: mail goes to no server.</param>
public sealed class MailReach(SmtpConnector? connector)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The scripts it takes.</summary>
    public async Task<MailScripts> Scripts(CancellationToken ct)
    {
        if (connector is null) return MailScripts.Unknown;
        if (connector.LastOffer is MailScripts.All) return MailScripts.All;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await MailConnection.Close(await connector.Connect(patience.Token));
        }
        catch (Exception failure) when (SmtpFailure.IsOne(failure) && !ct.IsCancellationRequested)
        {
            // What is known stays as it was.
        }

        return connector.LastOffer;
    }
}
