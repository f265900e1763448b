namespace Countersign.Core;

/// <summary>Where codes by e-mail are good enough (NIST SP 800-63B §3.1.3.1 would have none).</summary>
public enum EmailCodes
{
    /// <summary>Never, but to authorize the very first method.</summary>
    Off,

    /// <summary>To sign in, and to authorize the first method.</summary>
    LogIn,

    /// <summary>Everywhere a proof is asked.</summary>
    All,
}

/// <summary>Every number the rules depend on. The defaults are those of docs/security.md; all of them are settings.</summary>
public sealed record Policy
{
    private static readonly TimeSpan ShortestObjection = TimeSpan.FromDays(7);

    /// <summary>Wrong codes an SMS method takes before it locks.</summary>
    public int SmsFailures { get; init; } = 3;

    /// <summary>Wrong codes an authenticator app takes before it locks.</summary>
    public int TotpFailures { get; init; } = 5;

    /// <summary>Wrong e-mailed codes before e-mail locks.</summary>
    public int EmailFailures { get; init; } = 5;

    /// <summary>Refused answers of a passkey before it locks.</summary>
    public int PasskeyFailures { get; init; } = 5;

    /// <summary>Wrong recovery codes before recovery codes lock.</summary>
    public int BackupCodeFailures { get; init; } = 5;

    /// <summary>The first and second lock; from the third on it doubles up to <see cref="LongestLock"/>.</summary>
    public TimeSpan FirstLock { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>No lock is longer than this.</summary>
    public TimeSpan LongestLock { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Failures in a row after which a factor stays shut until another one or an operator opens it (NIST SP 800-63B §3.2.2).
    /// </summary>
    public int ConsecutiveFailures { get; init; } = 100;

    /// <summary>Failures of all factors of an account together within <see cref="ShortBudgetWindow"/>.</summary>
    public int ShortBudget { get; init; } = 20;

    /// <summary>The window of <see cref="ShortBudget"/>.</summary>
    public TimeSpan ShortBudgetWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Failures of all factors of an account together within <see cref="LongBudgetWindow"/>.</summary>
    public int LongBudget { get; init; } = 50;

    /// <summary>The window of <see cref="LongBudget"/>.</summary>
    public TimeSpan LongBudgetWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Clock error forgiven either way, in steps of 30 s (RFC 6238 §5.2 allows one).</summary>
    public int Skew { get; init; } = 1;

    /// <summary>A sent code, or a sign-in waiting for its second factor.</summary>
    public TimeSpan ChallengeLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The shortest time between two messages of one challenge.</summary>
    public TimeSpan ResendWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages one challenge may cost.</summary>
    public int SendsPerChallenge { get; init; } = 5;

    /// <summary>How old the proof of a second factor may be with which an admin looks at the pages of operators.</summary>
    public TimeSpan OperatorProofLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Leave to add a method, once.</summary>
    public TimeSpan GrantLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The name of the site where browsers make and use passkeys; null: they do not, at this server's address.</summary>
    public string? PasskeySite { get; init; }

    /// <summary>What a passkey is asked to sign is good for so long.</summary>
    public TimeSpan PasskeyLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a program that was allowed at a page may take to fetch its session.</summary>
    public TimeSpan ProgramCodeLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a key made by totp-setup waits for its first code.</summary>
    public TimeSpan TotpSetupLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Wrong codes a pending enrolment takes before it must be begun again.</summary>
    public int EnrollmentFailures { get; init; } = 5;

    /// <summary>A mailed link.</summary>
    public TimeSpan LinkLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A session, from its second factor on.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A browser session nobody uses ends after this.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Backup codes in a set made through the tfa interface.</summary>
    public int BackupCodes { get; init; } = 10;

    /// <summary>Recovery codes that come with a method begun through the /tf interface.</summary>
    public int RecoveryCodes { get; init; } = 8;

    /// <summary>The longest label, in characters.</summary>
    public int LabelLength { get; init; } = 30;

    /// <summary>Methods one account may have.</summary>
    public int MethodsPerAccount { get; init; } = 20;

    /// <summary>Where e-mailed codes count.</summary>
    public EmailCodes EmailCodes { get; init; } = EmailCodes.All;

    /// <summary>Whether every account must have a second factor, whatever admins order; the last method then cannot be removed.</summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>From an admin's order that everybody must have a second factor until it begins to hold.</summary>
    public TimeSpan RequirementGrace { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Whether somebody who lost every factor may turn 2FA off with the password and a mailed link.</summary>
    public bool DisableByLink { get; init; } = true;

    /// <summary>How long such a link waits before it works, so that the owner can object.</summary>
    public TimeSpan DisableDelay { get; init; }

    /// <summary>How long an account that its owner wants deleted stays, so that they hear of it and can call it off.</summary>
    public TimeSpan AccountDeleteDelay { get; init; } = TimeSpan.FromHours(72);

    /// <summary>
    /// How long the mailbox proves nothing about an account with 2FA after its password was set by mail, unless another factor was proven
    /// before: the time in which its owner hears of it and can object.
    /// </summary>
    public TimeSpan MailWait { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long somebody who is told of a change may object to it by the link of the notice.</summary>
    public TimeSpan ObjectionLife => MailWait > ShortestObjection ? MailWait : ShortestObjection;

    /// <summary>
    /// Whether a first factor that was set up with the password alone counts only after the mailbox has vouched for it. For admins it is
    /// always so.
    /// </summary>
    public bool ConfirmFirstFactor { get; init; }

    /// <summary>
    /// Challenges for codes that one caller may have open for one purpose; the oldest gives way. Before a sign-in is finished, a caller is
    /// whoever knows the password on one network: nobody elsewhere can push another's sign-in out.
    /// </summary>
    public int OpenChallenges { get; init; } = 5;

    /// <summary>
    /// The same for all callers of an account together; and places where nobody has proven a second factor, and where sign-ins may wait
    /// for one. The youngest of each place never gives way: more places are refused.
    /// </summary>
    public int OpenChallengesInAll => 10 * OpenChallenges;

    /// <summary>
    /// After a notice, how long further ones of the same kind for the same account are gathered into one. Nothing: each goes out at once.
    /// </summary>
    public TimeSpan NoticeWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether text messages may be used at all.</summary>
    public bool SmsAllowed { get; init; } = true;

    /// <summary>Whether somebody whose text message is late may have its code read out to them by phone.</summary>
    public bool CallsAllowed { get; init; }
}
