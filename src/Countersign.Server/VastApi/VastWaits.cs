using System.Globalization;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.VastApi;

/// <summary>What this interface says of what takes its time.</summary>
internal static class VastWaits
{
    /// <summary>Why codes by e-mail do not count, and until when.</summary>
    public static string OfMail(DateTimeOffset? until) => until is { } from && MailRules.EndsByItself(from)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The password was set by mail, so codes by e-mail don't count until {from.UtcDateTime:yyyy-MM-dd HH:mm} UTC, or until you " +
            $"have used another method or a recovery code once.")
        : "The password was set by mail, and its owner objected. Use another method or a recovery code once; then codes by e-mail count " +
            "again.";

    /// <summary>When to try again; with the day, which may be another one.</summary>
    public static string Until(Refused refused) => refused.RetryAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"until {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
        : "a little";

    /// <summary>The same, where it may be days.</summary>
    public static string UntilDay(Refused refused) => refused.RetryAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"until {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
        : "a week";

    /// <summary>When the account goes.</summary>
    public static string OfDeletion(DateTimeOffset? at) => at is { } due
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"This account is to be deleted already, at {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Until then it can be called off.")
        : "This account is to be deleted already. It can be called off.";
}
