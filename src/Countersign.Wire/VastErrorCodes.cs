namespace Countersign.Wire;

/// <summary>Every refusal of the <c>tfa</c> interface. Two members may share a word when only their status differs.</summary>
public enum VastErrorCode
{
    BadRequest,
    InvalidTfaMethod,
    InvalidParams,
    MissingAuthValue,
    MissingParams,
    EmailNotVerified,
    TfaExpired,
    ChallengeNotFound,
    NoChallengeFound,
    TfaChallengeExists,
    NoPendingAuthorization,
    UntrackedTfaFound,
    DuplicateTfaMethod,
    SmsDeliveryFailed,
    TwilioError,
    PhoneNumberMismatch,
    TfaLoginFailed,
    TfaVerificationFailed,
    MissingEmail,
    MissingPhoneNumber,
    InvalidPhoneNumber,
    TfaMethodNotConfigured,
    SmsBlockedNumber,

    InvalidBackupCode,

    /// <summary>401: neither a <c>secret</c> nor a bearer, where either would do.</summary>
    NoAuthValue,

    /// <summary>401 with <see cref="WireTexts.InvalidUserKey"/>.</summary>
    InvalidUserKey,

    /// <summary>401: the account has 2FA on and the caller holds only an API key.</summary>
    TfaSessionRequired,

    /// <summary>403: no credential at all, where only a bearer or a cookie would do.</summary>
    AuthError,
    AuthorizationRequired,
    SmsFraudDetected,

    NotFound,

    /// <summary>404 with <see cref="WireTexts.SessionExpired"/>.</summary>
    SessionExpired,

    TfaLocked,
    SmsRateLimited,
    PreauthPhoneCap,
    RateLimited,

    ChallengeCreationFailed,
    ServiceUnavailable,
}

/// <summary>The one table of error words and HTTP statuses.</summary>
public static class VastErrorCodes
{
    /// <summary>The word that stands in <c>error</c>.</summary>
    public static string Word(this VastErrorCode code) => Entry(code).Word;

    /// <summary>The HTTP status that goes with it.</summary>
    public static int Status(this VastErrorCode code) => Entry(code).Status;

    /// <summary>
    /// The code of an answer; <c>null</c> for a word that this version does not know. The sentence tells three namesakes apart.
    /// </summary>
    public static VastErrorCode? Find(int status, string word, string sentence)
    {
        if (sentence == WireTexts.SessionExpired) return VastErrorCode.SessionExpired;
        if (sentence == WireTexts.InvalidUserKey) return VastErrorCode.InvalidUserKey;
        if (status == 401 && sentence.Contains(WireTexts.TwoFactorAuthentication, StringComparison.Ordinal))
            return VastErrorCode.TfaSessionRequired;

        foreach (var code in Enum.GetValues<VastErrorCode>())
        {
            if (Entry(code) == (status, word)) return code;
        }

        return null;
    }

    private static (int Status, string Word) Entry(VastErrorCode code) => code switch
    {
        VastErrorCode.BadRequest => (400, "bad_request"),
        VastErrorCode.InvalidTfaMethod => (400, "invalid_tfa_method"),
        VastErrorCode.InvalidParams => (400, "invalid_params"),
        VastErrorCode.MissingAuthValue => (400, "missing_auth_value"),
        VastErrorCode.MissingParams => (400, "missing_params"),
        VastErrorCode.EmailNotVerified => (400, "email_not_verified"),
        VastErrorCode.TfaExpired => (400, "2fa_expired"),
        VastErrorCode.ChallengeNotFound => (400, "challenge_not_found"),
        VastErrorCode.NoChallengeFound => (400, "no_challenge_found"),
        VastErrorCode.TfaChallengeExists => (400, "tfa_challenge_exists"),
        VastErrorCode.NoPendingAuthorization => (400, "no_pending_authorization"),
        VastErrorCode.UntrackedTfaFound => (400, "untracked_2fa_found"),
        VastErrorCode.DuplicateTfaMethod => (400, "duplicate_tfa_method"),
        VastErrorCode.SmsDeliveryFailed => (400, "sms_delivery_failed"),
        VastErrorCode.TwilioError => (400, "twilio_error"),
        VastErrorCode.PhoneNumberMismatch => (400, "phone_number_mismatch"),
        VastErrorCode.TfaLoginFailed => (400, "2fa_login_failed"),
        VastErrorCode.TfaVerificationFailed => (400, "2fa_verification_failed"),
        VastErrorCode.MissingEmail => (400, "missing_email"),
        VastErrorCode.MissingPhoneNumber => (400, "missing_phone_number"),
        VastErrorCode.InvalidPhoneNumber => (400, "invalid_phone_number"),
        VastErrorCode.TfaMethodNotConfigured => (400, "tfa_method_not_configured"),
        VastErrorCode.SmsBlockedNumber => (400, "sms_blocked_number"),
        VastErrorCode.InvalidBackupCode => (401, "invalid_backup_code"),
        VastErrorCode.NoAuthValue => (401, "missing_auth_value"),
        VastErrorCode.InvalidUserKey => (401, "auth_error"),
        VastErrorCode.TfaSessionRequired => (401, "auth_error"),
        VastErrorCode.AuthError => (403, "auth_error"),
        VastErrorCode.AuthorizationRequired => (403, "authorization_required"),
        VastErrorCode.SmsFraudDetected => (403, "sms_fraud_detected"),
        VastErrorCode.NotFound => (404, "not_found"),
        VastErrorCode.SessionExpired => (404, "auth_error"),
        VastErrorCode.TfaLocked => (429, "tfa_locked"),
        VastErrorCode.SmsRateLimited => (429, "sms_rate_limited"),
        VastErrorCode.PreauthPhoneCap => (429, "preauth_phone_cap"),
        VastErrorCode.RateLimited => (429, "rate_limited"),
        VastErrorCode.ChallengeCreationFailed => (500, "challenge_creation_failed"),
        VastErrorCode.ServiceUnavailable => (503, "service_unavailable"),
    };
}
