using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>From columns back to types that cannot be wrong; a column that can not be read is a broken database.</summary>
internal static class Stored
{
    public static DateTimeOffset Instant(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    public static DateTimeOffset? Instant(long? seconds) =>
        seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;

    public static PhoneNumber? Phone(string? e164) => e164 is null ? null : PhoneNumber.FromE164(e164);

    public static EmailAddress Email(string text) =>
        EmailAddress.TryParse(text, out var address)
            ? address
            : throw new InvalidDataException("The database holds an e-mail address that is none.");
}
