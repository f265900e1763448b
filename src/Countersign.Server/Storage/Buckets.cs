using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The names of everything that is counted, in one place: no two limits may share one by accident. They are data, like all that is stored.
/// </summary>
public static class Buckets
{
    /// <summary>What the names of <see cref="SmsSent"/> begin with.</summary>
    public const string SmsSentTo = "sms-sent:";

    /// <summary>What the names of <see cref="SmsReturned"/> begin with.</summary>
    public const string SmsReturnedFrom = "sms-returned:";

    /// <summary>All text messages.</summary>
    public const string SmsInAll = "sms-all";

    /// <summary>The write that shows that the database takes writes.</summary>
    public const string Ready = "readyz";

    public static string SmsShort(AccountId account) => Of("sms-account-short", account);

    public static string SmsLong(AccountId account) => Of("sms-account-long", account);

    public static string SmsShort(PhoneNumber phone) => $"sms-number-short:{phone.E164}";

    public static string SmsLong(PhoneNumber phone) => $"sms-number-long:{phone.E164}";

    public static string Sms(string network) => $"sms-address:{network}";

    public static string SmsPrefix(PhoneNumber phone) => $"sms-prefix:{phone.Prefix}";

    public static string SmsCountry(string callingCode) => $"sms-country:{callingCode}";

    public static string SmsSent(PhoneNumber phone) => $"{SmsSentTo}{phone.Prefix}";

    public static string SmsReturned(PhoneNumber phone) => $"{SmsReturnedFrom}{phone.Prefix}";

    public static string Email(AccountId account) => Of("email-account", account);

    public static string Email(string network) => $"email-address:{network}";

    public static string VerifyEmail(AccountId account) => Of("verify-email", account);

    public static string SignUp(string network) => $"sign-up:{network}";

    public static string PasswordFrom(string network) => $"password-address:{network}";

    /// <param name="who">The account, or the name that was typed.</param>
    public static string Password(string who) => $"password-account:{who}";

    /// <summary>An address that a person signed in from before.</summary>
    public static string PasswordKnown(string place) => $"password-known:{place}";

    public static string TotpSetup(AccountId account) => Of("totp-setup", account);

    public static string Enable(AccountId account) => Of("enable", account);

    /// <summary>Warnings about wrong codes after a right password.</summary>
    public static string Warned(AccountId account) => Of("warned", account);

    /// <summary>Warnings about wrong passwords of somebody who is signed in.</summary>
    public static string PasswordWarned(AccountId account) => Of("password-warned", account);

    private static string Of(string what, AccountId account) => string.Create(CultureInfo.InvariantCulture, $"{what}:{account.Value}");
}
