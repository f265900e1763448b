namespace Countersign.Server.Delivery.Wording.English;

/// <summary>English: mails with a link.</summary>
internal sealed class EnglishLinkTexts : LinkTexts
{
    public override string ToTurnOffReminders => "You can turn off reminders like this one on the security page of your account.";

    public override LinkWords VerifyEmail(string issuer, string life) => new(
        $"Confirm your e-mail address for {issuer}",
        "Confirm your e-mail address",
        [
            $"Enter this code to confirm your e-mail address for {issuer}, or open the link below. Both work for {life}, and once.",
            $"If you do not know {issuer}, do nothing: somebody mistyped an address.",
        ],
        "Confirm this address");

    public override LinkWords ConfirmSignUp(string issuer, string life) => new(
        $"Confirm your e-mail address for {issuer}",
        "Confirm your e-mail address",
        [
            $"Open this link to confirm your e-mail address for {issuer}; then sign in. It works for {life}, and once.",
            $"If you do not know {issuer}, do nothing: somebody mistyped an address.",
        ],
        "Confirm this address");

    public override LinkWords ResetPassword(string issuer, string life) => new(
        $"Choose a new password for {issuer}",
        "Choose a new password",
        [
            $"Open the link below to choose a new password for {issuer}. It works for {life}, and once. Two-factor authentication stays " +
                "on.",
            "If you did not ask for it, do nothing: your password stays as it is.",
        ],
        "Choose a new password");

    public override LinkWords ConfirmFactor(string issuer, string life, Uri baseUrl) => new(
        $"Confirm two-factor authentication at {issuer}",
        "Confirm two-factor authentication",
        [
            $"Somebody who knows your password set up a second factor for your account at {issuer}. If it was you, open the link below " +
                $"and press the button. It works for {life}, and once.",
            $"If it wasn't you, don't open it: nothing counts without it. Change your password now. {baseUrl}",
        ],
        "Confirm it");

    public override LinkWords DisableByLink(string issuer, string life, string? wait, string token, Uri baseUrl) => new(
        $"Turn two-factor authentication off at {issuer}?",
        "Turn two-factor authentication off?",
        [
            $"Somebody who knows your password asked to turn two-factor authentication off for your account at {issuer}. To do it, open " +
                $"the link below, enter your password and press the button. {WorksFrom(wait)} for {life}, and once.",
            $"On the command line, give this token instead: {token}",
            $"If this was not you, do not use the link, and change your password now: that makes it void. {baseUrl}",
        ],
        "Go to the page");

    private static string WorksFrom(string? wait) => wait is null ? "It works" : $"It begins to work in {wait} and then works";
}
