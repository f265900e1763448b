using System.Collections.Frozen;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The words of <see cref="Words"/>.</summary>
internal static class WordList
{
    public static FrozenDictionary<Enum, string> All { get; } = new Dictionary<Enum, string>
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
        [MethodKind.Passkey] = "passkey",

        [ProofKind.Totp] = "totp",
        [ProofKind.Sms] = "sms",
        [ProofKind.Email] = "email",
        [ProofKind.BackupCode] = "backup_code",
        [ProofKind.Passkey] = "passkey",

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
        [AccountMark.MailBounced] = "mail_bounced",
        [AccountMark.PasswordByMail] = "password_by_mail",
        [AccountMark.SignedUpBySeveral] = "signed_up_by_several",
        [AccountMark.FactorsObjected] = "factors_objected",
        [AccountMark.FirstByMail] = "first_by_mail",
        [AccountMark.PhoneObjected] = "wait_objected",
        [AccountMark.MailConfirmed] = "mail_confirmed",

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

        [HookState.Waiting] = "waiting",
        [HookState.Taken] = "taken",
        [HookState.GivenUp] = "given_up",

        [AppKind.Web] = "web",
        [AppKind.Public] = "public",
        [AppKind.Proxy] = "proxy",
        [AppKind.Radius] = "radius",
        [AppKind.Api] = "api",

        [AppLevel.Password] = "password",
        [AppLevel.SecondFactor] = "second_factor",
        [AppLevel.PhishingResistant] = "phishing_resistant",

        [AppAlgorithm.Es256] = "es256",
        [AppAlgorithm.Rs256] = "rs256",

        [MessageNews.Sent] = "sent",
        [MessageNews.Delivered] = "delivered",
        [MessageNews.Failed] = "failed",
        [MessageNews.Bounced] = "bounced",
    }.Concat(AuditWordList.All).ToFrozenDictionary();
}
