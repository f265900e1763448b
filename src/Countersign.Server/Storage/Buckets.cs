using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// The names of everything that is counted, in one place: no two limits may share one by accident. They are data, like all that is stored.
/// </summary>
public static class Buckets
{
    /// <summary>The write that shows that the database takes writes.</summary>
    public const string Ready = "readyz";

    /// <summary>One of the rows of the large write that shows that it takes them again.</summary>
    public static string Proof(int row, string wide) => string.Create(CultureInfo.InvariantCulture, $"{Ready}:{row}{wide}");

    /// <summary>A call of a service that mail goes through, by what names it.</summary>
    public static string BounceCall(string name) => $"bounce-call:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";

    /// <summary>All news by text message.</summary>
    public const string SmsNotices = "sms-notice-all";

    /// <summary>What the names of <see cref="AskedEmail(ChallengePurpose, EmailAddress)"/> begin with.</summary>
    public const string AskedEmails = "email-asked:";

    /// <summary>What a bucket counts, without whose it is: the list of these is closed.</summary>
    public static string KindOf(string bucket) => bucket.Split(':', 2)[0];

    public static string SmsShort(AccountId account) => Of("sms-account-short", account);

    public static string SmsLong(AccountId account) => Of("sms-account-long", account);

    public static string SmsShort(PhoneNumber phone, SmsUse use) => $"sms{Of(use)}-number-short:{phone.E164}";

    public static string SmsLong(PhoneNumber phone, SmsUse use) => $"sms{Of(use)}-number-long:{phone.E164}";

    public static string Sms(string network, SmsUse use) => $"sms{Of(use)}-address:{network}";

    public static string SmsPrefix(PhoneNumber phone, SmsUse use) => $"sms{Of(use)}-prefix:{phone.Prefix}";

    public static string SmsCountry(string callingCode, SmsUse use) => $"sms{Of(use)}-country:{callingCode}";

    /// <summary>All text messages of one use.</summary>
    public static string SmsInAll(SmsUse use) => $"sms{Of(use)}-all";

    /// <summary>All calls.</summary>
    public const string Calls = "calls-all";

    /// <summary>What the names of <see cref="SmsSent"/> begin with.</summary>
    public static string SmsSentTo(SmsUse use) => $"sms{Of(use)}-sent:";

    /// <summary>What the names of <see cref="SmsReturned"/> begin with.</summary>
    public static string SmsReturnedFrom(SmsUse use) => $"sms{Of(use)}-returned:";

    public static string SmsSent(PhoneNumber phone, SmsUse use) => $"{SmsSentTo(use)}{phone.Prefix}";

    /// <summary>What the names of <see cref="SmsAnswering"/> begin with.</summary>
    public const string SmsAnswerings = "sms-answering:";

    /// <summary>A number that codes came back from.</summary>
    public static string SmsAnswering(PhoneNumber phone) => $"{SmsAnswerings}{phone.E164}";

    public static string SmsReturned(PhoneNumber phone, SmsUse use) => $"{SmsReturnedFrom(use)}{phone.Prefix}";

    /// <summary>What an account's owner has mailed, and nobody else.</summary>
    public static string Email(AccountId account) => Of("email-account", account);

    /// <summary>What of it was asked for with the password alone, from where its owner is not known.</summary>
    public static string EmailByPassword(AccountId account) => Of("email-password", account);

    /// <inheritdoc cref="EmailByPassword(AccountId)"/>
    public static string EmailByPassword(string network) => $"email-password-from:{network}";

    /// <summary>Where a second factor of the account was proven from, or a browser let in that is remembered for one.</summary>
    public static string ProvenFrom(AccountId account, string network) => $"{Of("proven", account)}@{network}";

    /// <summary>Texts that one account has sent to one number that it does not have yet.</summary>
    public static string SmsNewNumber(AccountId account, PhoneNumber phone) => $"{Of("sms-new-number", account)}:{phone.E164}";

    /// <summary>Texts of an account that were asked for with the password alone, from where its owner is not known.</summary>
    public static string SmsByPasswordShort(AccountId account) => Of("sms-account-password-short", account);

    /// <inheritdoc cref="SmsByPasswordShort(AccountId)"/>
    public static string SmsByPasswordLong(AccountId account) => Of("sms-account-password-long", account);

    /// <summary>Texts to a number that were asked for in that way.</summary>
    public static string SmsByPasswordShort(PhoneNumber phone, SmsUse use) => $"sms{Of(use)}-password-short:{phone.E164}";

    /// <inheritdoc cref="SmsByPasswordShort(PhoneNumber, SmsUse)"/>
    public static string SmsByPasswordLong(PhoneNumber phone, SmsUse use) => $"sms{Of(use)}-password-long:{phone.E164}";

    /// <summary>News of one kind about an account, by text message to one of its numbers.</summary>
    public static string SmsNotice(AccountId account, string kind, PhoneNumber phone) =>
        $"{Of($"sms-notice-{kind}", account)}:{phone.E164}";

    public static string SmsNoticePrefix(PhoneNumber phone) => $"sms-notice-prefix:{phone.Prefix}";

    public static string SmsNoticeCountry(string callingCode) => $"sms-notice-country:{callingCode}";

    /// <summary>What anybody has mailed to an address without signing in.</summary>
    public static string AskedEmail(ChallengePurpose purpose, EmailAddress target) =>
        $"{AskedEmails}{Words.Of(purpose)}:{target.Canonical}";

    /// <inheritdoc cref="AskedEmail(ChallengePurpose, EmailAddress)"/>
    public static string AskedEmail(string network) => $"email-asked-from:{network}";

    /// <summary>What one person gave of numbers in ranges that nobody knows.</summary>
    public static string UnknownRange(AccountId account) => Of("unknown-range", account);

    /// <summary>Waits after a password by mail that were begun anew.</summary>
    public static string MailWaitAnew(AccountId account) => Of("mail-wait-anew", account);

    public static string VerifyEmail(AccountId account) => Of("verify-email", account);

    public static string VerifyEmailInADay(AccountId account) => Of("verify-email-day", account);

    public static string VerifyEmail(string network) => $"verify-email-address:{network}";

    public static string SignUpForm(string form) => $"sign-up-form:{form}";

    public static string SignUp(string network) => $"sign-up:{network}";

    /// <summary>User names looked up for forms that were not whole.</summary>
    public static string SignUpName(string network) => $"sign-up-name:{network}";

    public static string PasswordFrom(string network) => $"password-address:{network}";

    /// <summary>Tries of one name's password from a network.</summary>
    /// <param name="from">The network's own bucket.</param>
    /// <param name="name">The name that was typed.</param>
    public static string TriedFrom(string from, string name) => $"tried@{from}@{name}";

    /// <param name="name">The name that was typed.</param>
    public static string Password(string name) => $"password-account:{name}";

    /// <summary>An address that a person signed in from before.</summary>
    public static string PasswordKnown(string place) => $"password-known:{place}";

    /// <summary>Addresses that mailed links have vouched for.</summary>
    public static string PlacesByLink(AccountId account) => Of("places-by-link", account);

    /// <summary>How often the account was to be deleted.</summary>
    public static string Deletion(AccountId account) => Of("deletion", account);

    /// <summary>Confirmation mails that the account's owner asked for, who was signed in.</summary>
    public static string OwnVerification(AccountId account) => Of("email-verify-own", account);

    /// <summary>Files with the account's data.</summary>
    public static string Export(AccountId account) => Of("export", account);

    public static string TotpSetup(AccountId account) => Of("totp-setup", account);

    public static string Enable(AccountId account) => Of("enable", account);

    /// <summary>Warnings about wrong codes after a right password.</summary>
    public static string Warned(AccountId account) => Of("warned", account);

    /// <summary>Tries of one kind that nobody looked at, at one account, or from one network at what is nobody's.</summary>
    /// <param name="from">The network that is full, where that was the reason.</param>
    public static string TurnedAway(AuditEntry entry, string? from) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Words.Of(entry.Event)}:{Words.Of(entry.Outcome)}:{from ?? entry.Account?.Value.ToString(CultureInfo.InvariantCulture)
            ?? entry.Source.AddressBucket}:{(entry.Factor is { } known ? Words.Of(known) : "")}:{entry.Method?.Value}");

    /// <summary>Warnings about wrong passwords of somebody who is signed in.</summary>
    /// <summary>Guesses at passwords that the account had, by whoever is signed in.</summary>
    public static string PastPassword(AccountId account) => Of("past-password", account);

    public static string PasswordWarned(AccountId account) => Of("password-warned", account);

    /// <summary>Notices of one kind.</summary>
    public static string Notice(AccountId account, string kind) => Of($"notice-{kind}", account);

    private static string Of(SmsUse use) => use switch
    {
        SmsUse.Enrolled => "",
        SmsUse.NewNumber => "-new",
    };

    private static string Of(string what, AccountId account) => string.Create(CultureInfo.InvariantCulture, $"{what}:{account.Value}");
}
