using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Server.Settings;

/// <summary>The kinds of values that say who vouches for our e-mail, and who tells of what came back.</summary>
public static partial class SettingsMail
{
    /// <summary>Keys that sign, or <c>none</c>.</summary>
    public static SettingKind<ImmutableArray<SigningKey>> SigningKeys { get; } = new(
        "`none`, or names with a colon and the path of a private key (PEM) behind each, and commas between them",
        "mail2026:/etc/countersign/dkim.pem",
        (string text, out ImmutableArray<SigningKey> value) =>
        {
            value = [];
            if (string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase)) return true;

            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Selector().Match(part) is not { Success: true, Length: var length } || length == part.Length) return false;
                value = value.Add(new(part[..(length - 1)].ToLowerInvariant(), Path.GetFullPath(part[length..])));
            }

            return !value.IsEmpty && value.Select(key => key.Selector).Distinct().Count() == value.Length;
        });

    /// <summary>Who tells of bounces, or <c>none</c>.</summary>
    public static SettingKind<MailBounces?> Bounces { get; } = new(
        "`none`, `postmark://user:password`, `mailgun://signing-key` or `ses://arn:aws:sns:region:account:topic` (parts percent-encoded; " +
            "secrets of 12 characters or more)",
        "postmark://bounces:a-long-password",
        (string text, out MailBounces? value) =>
        {
            var isNone = string.Equals(text.Trim(), "none", StringComparison.OrdinalIgnoreCase);
            value = isNone ? null : MailBounces.Read(text);
            return value is not null || isNone;
        });

    // RFC 6376 §3.1: parts of a domain name. One of a single letter is none: that would be the drive of a path.
    [GeneratedRegex("^(?=[^:]{2,63}:)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*:", RegexOptions.IgnoreCase)]
    private static partial Regex Selector();
}
