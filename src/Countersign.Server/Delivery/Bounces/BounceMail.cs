using MimeKit;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>A mail that a mail server wrote to our sender, as a text.</summary>
public enum BounceMailKind
{
    /// <summary>It is none that tells of a delivery (RFC 3464).</summary>
    Other,

    /// <summary>It tells of one that is late, or that went well.</summary>
    NoFailure,

    /// <summary>It tells of one that failed, and does not say of which mail.</summary>
    Nameless,

    /// <summary>It tells which mail did not arrive.</summary>
    Failed,
}

/// <summary>
/// Reads the mail by which a mail server says that it could not deliver ours (RFC 3462, RFC 3464). Anybody can write such a mail: what
/// makes it worth something is the <c>Message-ID</c> of ours that it sends back, which nobody knows who has not had that mail.
/// </summary>
/// <param name="Id">What stands before the at sign of that <c>Message-ID</c>; null but for <see cref="BounceMailKind.Failed"/>.</param>
public sealed record BounceMail(BounceMailKind Kind, string? Id = null)
{
    /// <summary>Reads one.</summary>
    public static async Task<BounceMail> Read(Stream raw, CancellationToken ct)
    {
        try
        {
            using var mail = await MimeMessage.LoadAsync(raw, ct);
            return Of(mail);
        }
        catch (FormatException)
        {
            return new(BounceMailKind.Other);
        }
    }

    /// <summary>Nothing of what it quotes.</summary>
    public override string ToString() => Kind.ToString();

    private static BounceMail Of(MimeMessage mail)
    {
        if (mail.Body is not MultipartReport report || report.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status)
            return new(BounceMailKind.Other);

        // The first group is about the report, each other about somebody who was to get the mail (RFC 3464 §2.1).
        if (!status.StatusGroups.Skip(1).Any(HasFailed)) return new(BounceMailKind.NoFailure);

        // Either the whole mail or its headers (RFC 3462 §2).
        return report.OfType<MessagePart>().FirstOrDefault()?.Message?.MessageId?.Split('@') is [{ Length: > 0 } id, _]
            ? new(BounceMailKind.Failed, id)
            : new(BounceMailKind.Nameless);
    }

    private static bool HasFailed(HeaderList group) =>
        string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase);
}
