using System.Globalization;

namespace Countersign.Server.Delivery;

/// <summary>One notice in words. <paramref name="IfNotYou"/> leads up to the address of the service.</summary>
internal sealed record NoticeWords(string Headline, string WhatHappened, string IfNotYou);

/// <summary>What each notice says.</summary>
internal static class NoticeTexts
{
    private const int FewCodes = 3;
    private const string ChangePassword = "If not, change your password now, then look at your sign-in methods:";
    private const string TellOperator = "If not, tell the people who run this service:";

    public static NoticeWords Of(NoticeKind kind, NoticeFacts facts)
    {
        var method = facts.Method is { } named ? $"\"{SafeText.OneLine(named)}\"" : null;
        return kind switch
        {
            NoticeKind.TwoFactorEnabled => new("Two-factor authentication is on",
                $"Two-factor authentication was turned on for your account{With(method)}. From now on a sign-in needs a code besides the password. Keep your backup codes in a safe place.",
                ChangePassword),
            NoticeKind.MethodAdded => new("A sign-in method was added",
                $"The second-factor method {method ?? "you named"} was added to your account.", ChangePassword),
            NoticeKind.MethodRemoved => new("A sign-in method was removed",
                $"The second-factor method {method ?? "you named"} was removed from your account. All other sessions were ended.", ChangePassword),
            NoticeKind.TwoFactorDisabled => new("Two-factor authentication is off",
                "Two-factor authentication was turned off for your account. Its backup codes are void, and the password alone opens it.", ChangePassword),
            NoticeKind.TwoFactorDisableAsked => new("Somebody asks to turn two-factor authentication off",
                "Somebody who knows your password asked for a link that turns two-factor authentication off.", ChangePassword),
            NoticeKind.NewBackupCodes => new("New backup codes were made",
                "New backup codes were made for your account. All earlier ones are void.", ChangePassword),
            NoticeKind.BackupCodeUsed => new("A backup code was used", BackupCodesLeft(facts.Left), ChangePassword),
            NoticeKind.Locked => new("Sign-in is locked for a while",
                $"There were too many wrong codes for {method ?? "your account"}. {LockEnd(facts.Until)}",
                "If not, somebody may know your password. Change it:"),
            NoticeKind.SecondFactorFailed => new("A sign-in failed at the second factor",
                "Somebody gave your right password and then a wrong code. They were not let in.",
                "If not, they know your password. Change it now:"),
            NoticeKind.PasswordChanged => new("Your password was changed",
                "The password of your account was changed. All other sessions were ended.", TellOperator),
            NoticeKind.PrimaryChanged => new("Your preferred sign-in method was changed",
                $"{method ?? "Another method"} is now the method you are asked for first. Your other methods work as before.", ChangePassword),
            NoticeKind.ApiKeyCreated => new("An API key was made",
                $"The API key {method ?? "without a name"} was made for your account.", ChangePassword),
            NoticeKind.ApiKeyReset => new("Your API key was replaced",
                "The API key of your account was replaced. The earlier one is void.", ChangePassword),
            NoticeKind.TwoFactorResetByOperator => new("Your two-factor authentication was reset",
                "The people who run this service removed all your second-factor methods and backup codes. Sign in with your password and set it up again.",
                "If you did not ask for this, tell them:"),
            NoticeKind.AccountDisabled => new("Your account was disabled",
                "The people who run this service have disabled your account. Nobody can sign in to it.", "If you do not know why, ask them:"),
            NoticeKind.BrowserCopied => new("A remembered browser was forgotten",
                "Somebody signed in with your right password and with an old mark of a browser that you had remembered: one of the two is a copy. That browser is forgotten, and they were asked for a code.",
                "If not, somebody may have copied your browser's data, and knows your password. Change it now:"),
            NoticeKind.ChangesFrozen => new("Your second factors are frozen",
                $"You said that something on your account was not you. All other sessions were ended, and second factors cannot be changed until {(facts.Until is { } end ? Instant(end) : "further notice")} or until you reset your password by mail. Do that next.",
                ChangePassword),
            NoticeKind.EmailChanged => new("Your e-mail address was changed",
                $"The e-mail address of your account was changed{To(method)}. Codes and notices now go to the new one.", TellOperator),
        };
    }

    /// <summary>When, from where and with what it was done.</summary>
    public static IReadOnlyList<MailFact> Circumstances(NoticeFacts facts)
    {
        var known = new List<MailFact> { new("When", Instant(facts.When)) };
        if (facts.Ip is { } ip) known.Add(new("From", SafeText.OneLine(ip)));
        if (facts.Device is { } device) known.Add(new("Device", SafeText.OneLine(device)));
        return known;
    }

    private static string BackupCodesLeft(int? left) => left switch
    {
        null => "One of your backup codes was used. It will not work again.",
        0 => "Your last backup code was used. Make new ones now.",
        1 => "One of your backup codes was used. It will not work again. You have 1 left: make new ones soon.",
        <= FewCodes => $"One of your backup codes was used. It will not work again. You have {left} left: make new ones soon.",
        _ => $"One of your backup codes was used. It will not work again. You have {left} left.",
    };

    private static string LockEnd(DateTimeOffset? until) => until is { } end && end < DateTimeOffset.MaxValue.AddYears(-1)
        ? $"It takes no more codes until {Instant(end)}; your other methods still work."
        : "It takes no more codes until it is unlocked; your other methods still work.";

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string With(string? method) => method is null ? "" : $" with {method}";

    private static string To(string? address) => address is null ? "" : $" to {address}";
}
