namespace Countersign.Wire;

/// <summary>The words for the kinds of second factor, as they stand in <c>tfa_method</c> and <c>method</c>.</summary>
public static class TfaMethodWords
{
    public const string Email = "email";
    public const string Sms = "sms";
    public const string Totp = "totp";
}

/// <summary>The words of <c>tfa_status</c>.</summary>
public static class TfaStatusWords
{
    public const string Enabled = "enabled";
    public const string Disabled = "disabled";

    /// <summary>Imported from an older system: 2FA is on, there is a phone number, but no registered method yet.</summary>
    public const string Legacy = "legacy";
}

/// <summary>Sentences that existing clients compare word by word.</summary>
public static class WireTexts
{
    /// <summary>401: the key never existed, was deleted or was revoked.</summary>
    public const string InvalidUserKey = "Invalid user key";

    /// <summary>404: a session key past its life; clients drop it and come back with the API key.</summary>
    public const string SessionExpired = "Session expired. Please log in again.";

    /// <summary>401: clients look for this part of the sentence and then print how to log in.</summary>
    public const string TwoFactorAuthentication = "Two Factor Authentication";

    public const string AuthorizationSuccessful = "Authorization successful.";
    public const string MethodRemoved = "2FA method removed";
    public const string TfaDisabled = "2FA Successfully Disabled";
    public const string CodeSentByEmail = "2FA code sent to your email address.";
    public const string CodeSentBySms = "2FA Sent";
    public const string CodeSentBySmsAgain = "A 6-digit code has been sent to your phone";
    public const string SmsMethodAdded = "SMS 2FA method added successfully.";
    public const string TotpMethodAdded = "TOTP 2FA method added successfully.";
    public const string MethodUpdated = "2FA method updated";
    public const string CodesRegenerated = "success";
}
