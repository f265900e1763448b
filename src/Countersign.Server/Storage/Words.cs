using System.Collections.Frozen;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// Closed lists are stored as words (<c>backup_code</c>), so that a row can be read without the code. The words stand here,
/// spelled out: they are data. A member may be given another name; its word stays as it is for ever.
/// </summary>
internal static class Words
{
    private static readonly FrozenDictionary<Enum, string> All = new Dictionary<Enum, string>
    {
        [Channel.Email] = "email",
        [Channel.Sms] = "sms",

        [BackupKind.Database] = "database",
        [BackupKind.Keys] = "keys",

        [ChallengePurpose.LogIn] = "log_in",
        [ChallengePurpose.Change] = "change",
        [ChallengePurpose.Authorize] = "authorize",
        [ChallengePurpose.Enroll] = "enroll",
        [ChallengePurpose.VerifyEmail] = "verify_email",
        [ChallengePurpose.ResetPassword] = "reset_password",
        [ChallengePurpose.Disable] = "disable",
        [ChallengePurpose.ConfirmFactor] = "confirm_factor",
        [ChallengePurpose.NotMe] = "not_me",

        [AskKind.ResetPassword] = "reset_password",
        [AskKind.VerifyEmail] = "verify_email",
        [AskKind.SignUp] = "sign_up",

        [MethodKind.Totp] = "totp",
        [MethodKind.Sms] = "sms",
        [MethodKind.Email] = "email",

        [ProofKind.Totp] = "totp",
        [ProofKind.Sms] = "sms",
        [ProofKind.Email] = "email",
        [ProofKind.BackupCode] = "backup_code",

        [GuardKind.Email] = "email",
        [GuardKind.BackupCode] = "backup_code",
        [GuardKind.PhoneOnFile] = "phone_on_file",

        [AccountMark.ChangesFrozenUntil] = "changes_frozen_until",
        [AccountMark.CodesKept] = "codes_kept",
        [AccountMark.CodesChecked] = "codes_checked",
        [AccountMark.AwaitsMailbox] = "awaits_mailbox",
        [AccountMark.FactorBeforeMailbox] = "factor_before_mailbox",
        [AccountMark.SignedUp] = "signed_up",
        [AccountMark.RemindersOff] = "reminders_off",
        [AccountMark.PasswordObjected] = "password_objected",
        [AccountMark.MailBounced] = "mail_bounced",

        [SessionKind.Browser] = "browser",
        [SessionKind.Bearer] = "bearer",
        [SessionKind.Token] = "token",

        [MessageKind.LogInCode] = "log_in_code",
        [MessageKind.ChangeCode] = "change_code",
        [MessageKind.VerifyEmail] = "verify_email",
        [MessageKind.ResetPassword] = "reset_password",
        [MessageKind.DisableLink] = "disable_link",
        [MessageKind.ConfirmFactor] = "confirm_factor",
        [MessageKind.Notice] = "notice",

        [OutboxState.Waiting] = "waiting",
        [OutboxState.Sent] = "sent",
        [OutboxState.Refused] = "refused",
        [OutboxState.Unknown] = "unknown",
        [OutboxState.Expired] = "expired",
        [OutboxState.Dropped] = "dropped",

        [ReportedState.UnderWay] = "under_way",
        [ReportedState.Failed] = "failed",
        [ReportedState.Delivered] = "delivered",

        [AuditEvent.AuthnLoginSuccess] = "authn_login_success",
        [AuditEvent.AuthnLoginFail] = "authn_login_fail",
        [AuditEvent.AuthnLoginLock] = "authn_login_lock",
        [AuditEvent.AuthnPasswordAccepted] = "authn_password_accepted",
        [AuditEvent.AuthnPasswordChange] = "authn_password_change",
        [AuditEvent.AuthnTokenCreated] = "authn_token_created",
        [AuditEvent.AuthnTokenRevoked] = "authn_token_revoked",
        [AuditEvent.AuthnTokenReuse] = "authn_token_reuse",
        [AuditEvent.SessionRenewed] = "session_renewed",
        [AuditEvent.SessionEnded] = "session_ended",
        [AuditEvent.UserCreated] = "user_created",
        [AuditEvent.UserUpdated] = "user_updated",
        [AuditEvent.UserDeleted] = "user_deleted",
        [AuditEvent.EmailVerified] = "email_verified",
        [AuditEvent.PasswordResetAsked] = "password_reset_asked",
        [AuditEvent.ProgramAllowed] = "program_allowed",
        [AuditEvent.BrowserRemembered] = "browser_remembered",
        [AuditEvent.BrowserForgotten] = "browser_forgotten",
        [AuditEvent.ChangesFrozen] = "changes_frozen",
        [AuditEvent.BackupCodeChecked] = "backup_code_checked",
        [AuditEvent.CodeSent] = "code_sent",
        [AuditEvent.MethodAuthorized] = "method_authorized",
        [AuditEvent.MethodSetUp] = "method_set_up",
        [AuditEvent.MethodAdded] = "method_added",
        [AuditEvent.MethodUpdated] = "method_updated",
        [AuditEvent.MethodRemoved] = "method_removed",
        [AuditEvent.SecondFactorVerified] = "second_factor_verified",
        [AuditEvent.SecondFactorDisableAsked] = "second_factor_disable_asked",
        [AuditEvent.SecondFactorDisabled] = "second_factor_disabled",
        [AuditEvent.BackupCodesRegenerated] = "backup_codes_regenerated",
        [AuditEvent.AdminUnlocked] = "admin_unlocked",
        [AuditEvent.AdminReset] = "admin_reset",
        [AuditEvent.AdminDisabled] = "admin_disabled",
        [AuditEvent.AdminEnabled] = "admin_enabled",
        [AuditEvent.AdminGranted] = "admin_granted",
        [AuditEvent.AdminRevoked] = "admin_revoked",
        [AuditEvent.AdminActed] = "admin_acted",
        [AuditEvent.RequirementOrdered] = "requirement_ordered",
        [AuditEvent.RequirementCalledOff] = "requirement_called_off",
        [AuditEvent.PhoneRangeAllowed] = "phone_range_allowed",
        [AuditEvent.PhoneRangeEnded] = "phone_range_ended",
        [AuditEvent.KeyRotated] = "key_rotated",
        [AuditEvent.KeyRetired] = "key_retired",
        [AuditEvent.DatabaseRestored] = "database_restored",
        [AuditEvent.BackupTaken] = "backup_taken",
        [AuditEvent.AuthnTokenRefused] = "authn_token_refused",
        [AuditEvent.AccountExported] = "account_exported",
        [AuditEvent.AccountDeleteAsked] = "account_delete_asked",
        [AuditEvent.AccountDeleteCalledOff] = "account_delete_called_off",
        [AuditEvent.MailWaitBegunAnew] = "mail_wait_begun_anew",
        [AuditEvent.BudgetLifted] = "budget_lifted",
        [AuditEvent.AuthnTokenUsed] = "authn_token_used",
        [AuditEvent.AuthzFail] = "authz_fail",
        [AuditEvent.PlaceVouchedFor] = "place_vouched_for",

        [AuditOutcome.Success] = "success",
        [AuditOutcome.WrongCode] = "wrong_code",
        [AuditOutcome.ClockOff] = "clock_off",
        [AuditOutcome.UsedCode] = "used_code",
        [AuditOutcome.SpentCode] = "spent_code",
        [AuditOutcome.PassedCode] = "passed_code",
        [AuditOutcome.Locked] = "locked",
        [AuditOutcome.NoSuchMethod] = "no_such_method",
        [AuditOutcome.AmbiguousMethod] = "ambiguous_method",
        [AuditOutcome.KeyUnreadable] = "key_unreadable",
        [AuditOutcome.WrongBackupCode] = "wrong_backup_code",
        [AuditOutcome.MissingSecret] = "missing_secret",
        [AuditOutcome.NoChallenge] = "no_challenge",
        [AuditOutcome.NoCodeSent] = "no_code_sent",
        [AuditOutcome.Expired] = "expired",
        [AuditOutcome.EmailNotAccepted] = "email_not_accepted",
        [AuditOutcome.EmailWaits] = "email_waits",
        [AuditOutcome.WrongPassword] = "wrong_password",
        [AuditOutcome.TurnedAway] = "turned_away",
        [AuditOutcome.Busy] = "busy",
        [AuditOutcome.RememberedBrowser] = "remembered_browser",
        [AuditOutcome.AllowedAtPage] = "allowed_at_page",
        [AuditOutcome.ByLink] = "by_link",
        [AuditOutcome.ResetByMail] = "reset_by_mail",
        [AuditOutcome.BrowserToken] = "browser_token",
        [AuditOutcome.AllOthers] = "all_others",
        [AuditOutcome.AddressHasAnAccount] = "address_has_an_account",
        [AuditOutcome.UnknownCredential] = "unknown_credential",
        [AuditOutcome.EndedCredential] = "ended_credential",
        [AuditOutcome.SecondFactorNeeded] = "second_factor_needed",
        [AuditOutcome.MustTurnOn] = "must_turn_on",
        [AuditOutcome.AwaitsMailbox] = "awaits_mailbox",
        [AuditOutcome.RightMissing] = "right_missing",
        [AuditOutcome.OtherSite] = "other_site",
    }.ToFrozenDictionary();

    /// <summary>The word for a member.</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => Closed<T>.Words.TryGetValue(member, out var word) ? word : throw HasNone(member);

    /// <inheritdoc cref="Of{T}(T)"/>
    public static string Of(Enum member) => All.TryGetValue(member, out var word) ? word : throw HasNone(member);

    /// <summary>The member for a stored word; a word we do not know is a broken database and throws.</summary>
    public static T To<T>(string word)
        where T : struct, Enum =>
            Find<T>(word) ?? throw new InvalidDataException($"The database holds the word '{word}' where a {typeof(T).Name} belongs.");

    /// <summary>The member for a stored word; null when it is no word of this list.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum => Closed<T>.Members.TryGetValue(word, out var member) ? member : null;

    private static ArgumentException HasNone(Enum member) =>
        new($"{member.GetType().Name}.{member} has no stored word. Give it one here.", nameof(member));

    // Of one list alone: nothing is put into an object to be looked up.
    private static class Closed<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            All.Where(pair => pair.Key is T).ToFrozenDictionary(pair => (T)pair.Key, pair => pair.Value);

        public static readonly FrozenDictionary<string, T> Members = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }
}
