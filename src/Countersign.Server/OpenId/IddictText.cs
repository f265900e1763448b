using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.OpenId;

/// <summary>Numbers as the library carries them, and what our stores do not do for it.</summary>
internal static class IddictText
{
    /// <summary>A number of ours.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of ours, or null.</summary>
    public static long? NumberOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Who somebody is to every application: the number of their account (<c>sub</c>).</summary>
    public static string SubjectOf(AccountId account) => Of(account.Value);

    /// <summary>Whom a subject names, or null.</summary>
    public static AccountId? AccountOf(string? subject) => NumberOf(subject) is { } number ? new AccountId(number) : null;

    /// <summary>What the library never asks of us where it is not extended: it would be SQL that nobody wrote.</summary>
    public static NotSupportedException NoQueries() => new("The stores answer no queries but their own.");

    /// <summary>What operators do, or nobody.</summary>
    public static NotSupportedException NoWrites() => new("This is not written by way of the library.");
}
