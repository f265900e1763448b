namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class HelpEnglish(Texts all) : HelpTexts(all)
{
    public override string Title => "Having trouble?";
    public override string StillNothing => "Nothing helps? Ask here:";
    public override string AskOperator => "Nothing helps? Ask the people who run this service.";

    public override string AppChanges => "The app shows a new code every 30 seconds, and each is taken once: wait for the next one.";
    public override string AppClock => "The phone must set its clock by itself: with a wrong clock the app shows wrong codes.";
    public override string AppAccount(string issuer, string email) => $"Several accounts in the app? It is the one called {issuer}, {email}.";

    public override string TextSignal => "Does the phone have a signal? Abroad, or with a full memory, text messages come late.";
    public override string TextBlocked => "Look among blocked or unknown senders: some phones sort such messages out.";
    public override string TextNumber => "Is it still your number? If not, use another way, then replace the phone in your security settings.";

    public override string MailSpam => "Look in the spam folder, and in folders that your rules move e-mails into.";
    public override string MailNewest => "Were several sent? Take the code of the newest one.";
    public override string MailAddress => "It may take a few minutes. If nothing comes at all, another way is faster.";

    public override string PasskeyDevice => "Use the device, the password manager or the security key that keeps the passkey.";
    public override string PasskeyBrowser => "Is it on your phone? Choose that in the browser's dialogue; Bluetooth must be on at both.";

    public override string RecoveryForm => "A recovery code has twelve letters and digits. You got a list when two-factor authentication was turned on.";
    public override string RecoveryOnce => "Each works once: take the next one on the list.";
    public override string RecoveryNewest => "Did you make new ones since? Then only those on the newest list work.";
}
