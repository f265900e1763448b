namespace Countersign.Server.Delivery;

/// <summary>Everything a person is told about their account without asking.</summary>
public enum NoticeKind
{
    TwoFactorEnabled,
    MethodAdded,
    MethodRemoved,
    TwoFactorDisabled,

    /// <summary>Somebody with the password asked for a link that turns it off.</summary>
    TwoFactorDisableAsked,

    NewBackupCodes,

    /// <summary>One was spent; <see cref="NoticeFacts.Left"/> says how many remain.</summary>
    BackupCodeUsed,

    /// <summary>It is time for new ones: a reminder, besides the one that tells of each use.</summary>
    FewBackupCodes,

    /// <summary>
    /// Too many wrong codes; <see cref="NoticeFacts.Method"/> says for what (null: for the whole account), <see cref="NoticeFacts.Until"/>
    /// for how long.
    /// </summary>
    Locked,

    /// <summary>The password was right, the second factor wrong: somebody may know the password.</summary>
    SecondFactorFailed,

    /// <summary>The right password came from many networks, and no second factor followed: somebody else knows it.</summary>
    SignInsUnfinished,

    /// <summary>Somebody signed in was asked for the password again and gave a wrong one: they may have found a session.</summary>
    PasswordRefused,

    PasswordChanged,

    /// <summary>
    /// A new password was set by mail where there are other factors; <see cref="NoticeFacts.Until"/> says when mail alone counts again.
    /// </summary>
    PasswordSetByMail,

    /// <summary>Somebody at a number of the account made that wait begin anew; <see cref="NoticeFacts.Until"/> says when it ends.</summary>
    MailWaitBegunAnew,
    PrimaryChanged,
    ApiKeyCreated,
    ApiKeyReset,

    /// <summary>The address was proven, and keys made before that ended.</summary>
    ApiKeysEnded,

    /// <summary>The people who run the service deleted a key.</summary>
    ApiKeyDeletedByOperator,
    TwoFactorResetByOperator,

    /// <summary>The same, and the password is void.</summary>
    AccountResetByOperator,
    AccountDisabled,
    AccountEnabled,
    AccountUnlocked,
    AdminGranted,
    AdminRevoked,

    /// <summary>The token of a remembered browser came a second time: somebody has a copy.</summary>
    BrowserCopied,

    /// <summary>The person said that something was not them; factors cannot be changed until <see cref="NoticeFacts.Until"/>.</summary>
    ChangesFrozen,

    /// <summary>A second factor will be required; <see cref="NoticeFacts.Until"/> says from when on.</summary>
    SecondFactorRequired,

    /// <summary>It will not, after all: told to those who were told that it would.</summary>
    SecondFactorNotRequired,

    /// <summary>Goes to the old address and to the new one.</summary>
    EmailChanged,

    /// <summary>Somebody took a file with everything that is kept about the account.</summary>
    AccountExported,

    /// <summary>The account is to be deleted at <see cref="NoticeFacts.Until"/>.</summary>
    AccountDeleteAsked,

    /// <summary>It still is, at <see cref="NoticeFacts.Until"/>: the time to call it off has begun anew.</summary>
    AccountDeletePutOff,
    AccountDeleteCalledOff,

    /// <summary>It is gone: the last message.</summary>
    AccountDeleted,
}

/// <summary>The words that notices are counted under. They are data: they must stay as they are.</summary>
internal static class NoticeWords
{
    /// <summary>The stored word.</summary>
    public static string Of(NoticeKind kind) => kind switch
    {
        NoticeKind.TwoFactorEnabled => "TwoFactorEnabled",
        NoticeKind.MethodAdded => "MethodAdded",
        NoticeKind.MethodRemoved => "MethodRemoved",
        NoticeKind.TwoFactorDisabled => "TwoFactorDisabled",
        NoticeKind.TwoFactorDisableAsked => "TwoFactorDisableAsked",
        NoticeKind.NewBackupCodes => "NewBackupCodes",
        NoticeKind.BackupCodeUsed => "BackupCodeUsed",
        NoticeKind.FewBackupCodes => "FewBackupCodes",
        NoticeKind.Locked => "Locked",
        NoticeKind.SecondFactorFailed => "SecondFactorFailed",
        NoticeKind.SignInsUnfinished => "SignInsUnfinished",
        NoticeKind.PasswordRefused => "PasswordRefused",
        NoticeKind.PasswordChanged => "PasswordChanged",
        NoticeKind.PasswordSetByMail => "PasswordSetByMail",
        NoticeKind.MailWaitBegunAnew => "MailWaitBegunAnew",
        NoticeKind.PrimaryChanged => "PrimaryChanged",
        NoticeKind.ApiKeyCreated => "ApiKeyCreated",
        NoticeKind.ApiKeyReset => "ApiKeyReset",
        NoticeKind.ApiKeysEnded => "ApiKeysEnded",
        NoticeKind.ApiKeyDeletedByOperator => "ApiKeyDeletedByOperator",
        NoticeKind.TwoFactorResetByOperator => "TwoFactorResetByOperator",
        NoticeKind.AccountResetByOperator => "AccountResetByOperator",
        NoticeKind.AccountDisabled => "AccountDisabled",
        NoticeKind.AccountEnabled => "AccountEnabled",
        NoticeKind.AccountUnlocked => "AccountUnlocked",
        NoticeKind.AdminGranted => "AdminGranted",
        NoticeKind.AdminRevoked => "AdminRevoked",
        NoticeKind.BrowserCopied => "BrowserCopied",
        NoticeKind.ChangesFrozen => "ChangesFrozen",
        NoticeKind.SecondFactorRequired => "SecondFactorRequired",
        NoticeKind.SecondFactorNotRequired => "SecondFactorNotRequired",
        NoticeKind.EmailChanged => "EmailChanged",
        NoticeKind.AccountExported => "AccountExported",
        NoticeKind.AccountDeleteAsked => "AccountDeleteAsked",
        NoticeKind.AccountDeletePutOff => "AccountDeletePutOff",
        NoticeKind.AccountDeleteCalledOff => "AccountDeleteCalledOff",
        NoticeKind.AccountDeleted => "AccountDeleted",
    };
}

/// <summary>What is known about what happened. Whatever came from outside is made harmless before it is shown.</summary>
/// <param name="Ip">Address of the caller.</param>
/// <param name="Device">What the caller said it is (<c>User-Agent</c>).</param>
/// <param name="Method">Label of a method with its masked number, name of an API key, masked address.</param>
/// <param name="Left">Recovery codes that remain.</param>
/// <param name="Until">When a lock ends; null for one that only an operator lifts.</param>
/// <param name="NotMe">The link by which the person objects at once, where there is one.</param>
/// <param name="KeysEnded">API keys that ended with it.</param>
/// <param name="TurnOff">By which its reader turns off such reminders; null: it is none.</param>
/// <param name="More">How often it happened since the last message about it; null: this message is about one time.</param>
public sealed record NoticeFacts(
    DateTimeOffset When, string? Ip = null, string? Device = null, string? Method = null, int? Left = null, DateTimeOffset? Until = null,
    Uri? NotMe = null, int KeysEnded = 0, int? More = null, Uri? TurnOff = null);
