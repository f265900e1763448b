using Countersign.Core;
using static Countersign.Server.Settings.Setting;
using static Countersign.Server.Settings.SettingsKinds;

namespace Countersign.Server.Settings;

/// <content>The numbers: how long things live, how often one may guess and send.</content>
public static partial class SettingsTable
{
    private static IEnumerable<Setting> Codes() =>
    [
        Of("SKEW", "1", Whole(0, 1), Rule<int>((p, v) => p with { Skew = v }),
            "The clock error of an authenticator app that is forgiven either way, in steps of 30 s."),
        Of("BACKUP_CODES", "10", Whole(8, 20), Rule<int>((p, v) => p with { BackupCodes = v }),
            "Recovery codes in a set."),
        Of("RECOVERY_CODES", "8", Whole(8, 20), Rule<int>((p, v) => p with { RecoveryCodes = v }),
            "Recovery codes in a set that comes with a method begun through the `/tf` interface."),
        Of("LABEL_LENGTH", "30", Whole(1, 30), Rule<int>((p, v) => p with { LabelLength = v }),
            "The longest label of a method, in characters."),
        Of("METHODS_PER_ACCOUNT", "20", Whole(1, 100), Rule<int>((p, v) => p with { MethodsPerAccount = v }),
            "Methods one account may have."),
    ];

    private static IEnumerable<Setting> Lives() =>
    [
        Of("CHALLENGE_LIFE", "10m", Span("1m", "10m"), Rule<TimeSpan>((p, v) => p with { ChallengeLife = v }),
            "How long a sent code is good, and how long a sign-in waits for its second factor."),
        Of("RESEND_WAIT", "30s", Span("1s", "10m"), Rule<TimeSpan>((p, v) => p with { ResendWait = v }),
            "The shortest time between two messages of one challenge."),
        Of("SENDS_PER_CHALLENGE", "5", Whole(1, 10), Rule<int>((p, v) => p with { SendsPerChallenge = v }),
            "Messages one challenge may cost."),
        Of("OPEN_CHALLENGES", "5", Whole(1, 1000), Rule<int>((p, v) => p with { OpenChallenges = v }),
            "Codes and waiting sign-ins that one caller may have open for one purpose, and all callers of an account ten times as many; " +
                "beyond that the oldest ends. Sign-ins wait for their second factor at ten times as many places " +
                "(IPv4 addresses, and the /56 around IPv6 ones)."),
        Of("GRANT_LIFE", "30m", Span("1m", "30m"), Rule<TimeSpan>((p, v) => p with { GrantLife = v }),
            "How long the leave to add a method waits for its use."),
        Of("TOTP_SETUP_LIFE", "30m", Span("1m", "30m"), Rule<TimeSpan>((p, v) => p with { TotpSetupLife = v }),
            "How long a new setup key waits for its first code."),
        Of("PROGRAM_CODE_LIFE", "1m", Span("10s", "10m"), Rule<TimeSpan>((p, v) => p with { ProgramCodeLife = v }),
            "How long a command line that was allowed in the browser may take to fetch its session."),
        Of("LINK_LIFE", "15m", Span("1m", "1h"), Rule<TimeSpan>((p, v) => p with { LinkLife = v }),
            "How long a mailed link is good."),
        Of("SESSION_LIFE", "24h", Span("5m", "30d"), Rule<TimeSpan>((p, v) => p with { SessionLife = v }),
            "How long a session lasts from its second factor on."),
        Of("SESSION_IDLE", "1h", Span("1m", "30d"), Rule<TimeSpan>((p, v) => p with { SessionIdle = v }),
            "When a browser session that nobody uses ends."),
        Of("OPERATOR_PROOF", "12h", Span("5m", "24h"), Rule<TimeSpan>((p, v) => p with { OperatorProofLife = v }),
            "How old an admin's proof of a second factor may be on the pages of operators; then they are asked for a code again. Each act " +
                "asks for one in any case."),
    ];

    private static IEnumerable<Setting> Guesses() =>
    [
        Of("SMS_FAILURES", "3", Whole(1, 10), Rule<int>((p, v) => p with { SmsFailures = v }),
            "Wrong codes an SMS method takes before it locks."),
        Of("TOTP_FAILURES", "5", Whole(1, 10), Rule<int>((p, v) => p with { TotpFailures = v }),
            "Wrong codes an authenticator app takes before it locks."),
        Of("EMAIL_FAILURES", "5", Whole(1, 10), Rule<int>((p, v) => p with { EmailFailures = v }),
            "Wrong e-mailed codes before e-mail locks."),
        Of("BACKUP_CODE_FAILURES", "5", Whole(1, 10), Rule<int>((p, v) => p with { BackupCodeFailures = v }),
            "Wrong recovery codes before recovery codes lock."),
        Of("PASSKEY_FAILURES", "5", Whole(1, 10), Rule<int>((p, v) => p with { PasskeyFailures = v }),
            "Refused answers of a passkey before it locks."),
        Of("ENROLLMENT_FAILURES", "5", Whole(1, 10), Rule<int>((p, v) => p with { EnrollmentFailures = v }),
            "Wrong codes a method that is being set up takes before it must be begun again."),
        Of("FIRST_LOCK", "15m", Span("1m", "24h"), Rule<TimeSpan>((p, v) => p with { FirstLock = v }),
            "The first and the second lock; each further one is twice as long."),
        Of("LONGEST_LOCK", "24h", Span("1m", "30d"), Rule<TimeSpan>((p, v) => p with { LongestLock = v }),
            "No lock is longer than this."),
        Of("CONSECUTIVE_FAILURES", "100", Whole(10, 100), Rule<int>((p, v) => p with { ConsecutiveFailures = v }),
            "Failures without a success in between after which a factor stays shut until the operator unlocks it."),
        Of("FAILURES_SHORT", "20/24h", Rate(1000, "7d"), Rule<Rate>(
            (p, v) => p with { ShortBudget = v.Count, ShortBudgetWindow = v.Window }),
            "Failures of all factors of an account together before no more codes are checked."),
        Of("FAILURES_LONG", "50/30d", Rate(1000, "90d"), Rule<Rate>((p, v) => p with { LongBudget = v.Count, LongBudgetWindow = v.Window }),
            "The same over a longer time."),
    ];

    private static IEnumerable<Setting> Sends() =>
    [
        Of("SMS_PER_ACCOUNT_SHORT", "3/10m", Rate(100, "1d"), Send<Rate>((l, v) => l with { SmsPerAccountShort = v }),
            "Text messages for one account. People who have shown the password alone, from where the owner is not known, have as " +
            "many to themselves."),
        Of("SMS_PER_ACCOUNT_LONG", "10/1d", Rate(1000, "30d"), Send<Rate>((l, v) => l with { SmsPerAccountLong = v }),
            "Text messages for one account over a longer time, whoever asks. The last two of five are kept for people who are " +
            "signed in, or come from where they proved a second factor, or a remembered browser let them in, lately."),
        Of("SMS_PER_NUMBER_SHORT", "5/1h", Rate(100, "1d"), Send<Rate>((l, v) => l with { SmsPerNumberShort = v }),
            "Text messages to one number, whoever asks; those to a number that is on the account, and those to one that is to be " +
            "added, each by themselves. The last two of five are kept as those of an account are."),
        Of("SMS_PER_NUMBER_LONG", "10/1d", Rate(1000, "30d"), Send<Rate>((l, v) => l with { SmsPerNumberLong = v }),
            "The same over a longer time."),
        Of("SMS_PER_NEW_NUMBER", "2/1h", Rate(100, "1d"), Send<Rate>((l, v) => l with { SmsPerNewNumber = v }),
            "Text messages that one account may have sent to one number that is to be added."),
        Of("ACCOUNTS_PER_NUMBER", "3", Whole(1, 100), Send<int>((l, v) => l with { AccountsPerNumber = v }),
            "Accounts that may have text messages sent to the same number."),
        Of("SMS_PER_ADDRESS", "10/1h", Rate(10_000, "1d"), Send<Rate>((l, v) => l with { SmsPerAddress = v }),
            "Text messages asked for from one network address (IPv6: one /64; a /56 has four times as many, a /48 sixteen times); to " +
            "numbers on accounts, and to new ones, each by themselves."),
        Of("SMS_PER_PREFIX", "20/1h", Rate(10_000, "1d"), Send<Rate>((l, v) => l with { SmsPerPrefix = v }),
            "Text messages to numbers that differ only in their last four digits; codes to numbers on accounts, codes to new " +
            "ones, and news about accounts, each by themselves."),
        Of("SMS_PER_COUNTRY", "500/1d", Rate(1_000_000, "30d"), Send<Rate>((l, v) => l with { SmsPerCountry = v }),
            "Text messages to one calling code; codes to numbers on accounts, codes to new ones, and news about accounts, each " +
            "by themselves."),
        Of("SMS_IN_ALL", "2000/1d", Rate(10_000_000, "30d"), Send<Rate>((l, v) => l with { SmsInAll = v }),
            "Text messages for everybody together; codes to numbers on accounts, codes to new ones, and news about accounts, " +
            "each by themselves. The second is the most that a day of abuse by strangers can cost."),
        Of("CALLS_IN_ALL", "100/1d", Rate(1_000_000, "30d"), Send<Rate>((l, v) => l with { CallsInAll = v }),
            "Calls that read a code out, for everybody together; each of them takes a text message from all other limits besides. Nobody " +
            "is called unless a gateway calls."),
        Of("SMS_CONVERSION_SAMPLE", "20", Whole(5, 1000), Send<int>((l, v) => l with { SmsConversionSample = v }),
            "Messages to a prefix before it is judged by how many of its codes came back; numbers on accounts, and new ones, are " +
            "judged apart."),
        Of("SMS_CONVERSION_PERCENT", "50", Whole(0, 100), Send<int>((l, v) => l with { SmsConversionPercent = v }),
            "The least share of codes that must come back, in percent; below it the prefix is blocked. 0: never."),
        Of("EMAIL_PER_ACCOUNT", "5/1h", Rate(1000, "1d"), Send<Rate>((l, v) => l with { EmailPerAccount = v }),
            "Codes and links by e-mail that somebody who is signed in, or gave the right password, asks for. The last two of " +
            "five are kept for people who are signed in, or come from where they proved a second factor, or a remembered browser " +
            "let them in, lately."),
        Of("EMAIL_PER_TARGET", "3", Whole(1, 100), Send<int>((l, v) => l with { EmailPerTarget = v }),
            "Mails of one kind that anybody may have sent to one address, without signing in, within `COUNTERSIGN_LINK_LIFE`."),
        Of("EMAIL_PER_ADDRESS", "20/1h", Rate(10_000, "1d"), Send<Rate>((l, v) => l with { EmailPerAddress = v }),
            "Mails asked for without signing in, from one network address (IPv6: one /64; a /56 has four times as many, a /48 sixteen " +
            "times)."),
        Of("NOTICE_WINDOW", "15m", Span("0s", "24h"), Rule<TimeSpan>((p, v) => p with { NoticeWindow = v }),
            "After a notice by mail, how long further ones of its kind for the same account are gathered into one mail. `0s`: never."),
    ];

    private static IEnumerable<Setting> Passwords() =>
    [
        Of("PASSWORD_FREE_FAILURES", "5", Whole(1, 20), Password<int>((l, v) => l with { FreeFailures = v }),
            "Wrong passwords for one name from one network address before waiting begins."),
        Of("PASSWORD_FIRST_WAIT", "1s", Span("1s", "1m"), Password<TimeSpan>((l, v) => l with { FirstWait = v }),
            "The first wait; each further failure doubles it."),
        Of("PASSWORD_LONGEST_WAIT", "15m", Span("1s", "24h"), Password<TimeSpan>((l, v) => l with { LongestWait = v }),
            "No wait is longer than this."),
        Of("PASSWORD_PER_ACCOUNT", "100/1h", Rate(10_000, "1d"), Password<Rate>((l, v) => l with { PerAccount = v }),
            "Wrong passwords for one account from everywhere; beyond that, only remembered browsers get a try, and addresses from which " +
            "it was signed in or its password was reset lately."),
        Of("PASSWORD_KNOWN_ADDRESS_LIFE", "30d", Span("1d", "365d"), Password<TimeSpan>((l, v) => l with { KnownAddressLife = v }),
            "How long \"lately\" is."),
        Of("PASSWORD_PER_ADDRESS", "30/5m", Rate(100_000, "1d"), Password<Rate>((l, v) => l with { PerAddress = v }),
            "Names whose passwords are tried from one network address (IPv6: one /64; a /56 has four times as many, a /48 sixteen times); " +
            "however often one is tried, it counts once, and has waits of its own."),
        Of("HASH_PARALLEL", "", Whole(1, 256) with { Example = "4" }, Hash<int>((l, v) => l with { Parallel = v }),
            "Passwords of sign-ins hashed at once. Whatever else is hashed (recovery codes, new passwords) has half as many places of " +
            "its own. Empty: one per core."),
        Of("HASH_QUEUE", "32", Whole(0, 10_000), Hash<int>((l, v) => l with { Queue = v }),
            "Sign-ins that wait for a place, as many more at places that their accounts know, and as many of all else; also the longest " +
            "line of one account or address. More are refused with 503."),
        Of("HASH_WAIT", "2s", Span("1s", "30s"), Hash<TimeSpan>((l, v) => l with { Wait = v }),
            "The longest wait for a turn."),
    ];
}
