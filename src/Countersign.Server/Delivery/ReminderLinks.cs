using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// The addresses by which a mail program turns reminders off for its reader (RFC 8058). They do that and nothing else, so they are good
/// for as long as the key that sealed them is known.
/// </summary>
public sealed class ReminderLinks(KeyRing keys, PublicAddress address)
{
    /// <summary>The first part of their path.</summary>
    public const string Path = "/reminders";

    /// <summary>The one of an account.</summary>
    public Uri Of(AccountId account) => new(address.Base, $"{Path}/{Text(account, keys.Active)}");

    /// <summary>Whose it is; null: we made no such one.</summary>
    public AccountId? Read(string link)
    {
        if (!long.TryParse(link.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;

        var account = new AccountId(number);
        return keys.Known.Any(key => CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(link), Encoding.UTF8.GetBytes(Text(account, key))))
            ? account
            : null;
    }

    private string Text(AccountId account, string key)
    {
        var number = account.Value.ToString(CultureInfo.InvariantCulture);
        return $"{number}.{Base64Url.EncodeToString(HMACSHA256.HashData(keys.Derive(key, KeyPurpose.Reminder), Encoding.ASCII.GetBytes(number)))}";
    }
}
