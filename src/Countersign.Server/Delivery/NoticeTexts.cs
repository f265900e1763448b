using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>One notice in words. <paramref name="IfNotYou"/> leads up to the address of the service.</summary>
internal sealed record NoticeWords(string Headline, string WhatHappened, string IfNotYou);

/// <summary>What each notice says, in one language.</summary>
internal sealed class NoticeTexts(Language language)
{
    private const int FewCodes = 3;

    private string ChangePassword => Say(
        "If not, change your password now, then look at your sign-in methods:",
        "Wenn nicht, ändern Sie jetzt Ihr Passwort und prüfen Sie dann Ihre Anmeldemethoden:");

    private string TellOperator => Say(
        "If not, tell the people who run this service:", "Wenn nicht, sagen Sie es denen, die diesen Dienst betreiben:");

    private string AskWhy => Say("If you do not know why, ask them:", "Wenn Sie nicht wissen, warum, fragen Sie nach:");

    public NoticeWords Of(NoticeKind kind, NoticeFacts facts)
    {
        var method = facts.Method is { } named ? Quoted(SafeText.OneLine(named)) : null;
        return kind switch
        {
            NoticeKind.TwoFactorEnabled => new(Say("Two-factor authentication is on", "Die Zwei-Faktor-Anmeldung ist an"),
                Say($"Two-factor authentication was turned on for your account{With(method)}. From now on a sign-in needs a code besides the password. Keep your backup codes in a safe place.",
                    $"Die Zwei-Faktor-Anmeldung wurde für Ihr Konto eingeschaltet{With(method)}. Von jetzt an braucht eine Anmeldung außer dem Passwort einen Code. Bewahren Sie Ihre Wiederherstellungscodes sicher auf."),
                ChangePassword),
            NoticeKind.MethodAdded => new(Say("A sign-in method was added", "Eine Anmeldemethode kam dazu"),
                Say($"The second-factor method {method ?? "you named"} was added to your account.",
                    $"Zu Ihrem Konto kam {(method is null ? "eine Anmeldemethode" : $"die Anmeldemethode {method}")} dazu."), ChangePassword),
            NoticeKind.MethodRemoved => new(Say("A sign-in method was removed", "Eine Anmeldemethode wurde entfernt"),
                Say($"The second-factor method {method ?? "you named"} was removed from your account. All other sessions were ended.",
                    $"Aus Ihrem Konto wurde {(method is null ? "eine Anmeldemethode" : $"die Anmeldemethode {method}")} entfernt. Alle anderen Sitzungen wurden beendet."), ChangePassword),
            NoticeKind.TwoFactorDisabled => new(Say("Two-factor authentication is off", "Die Zwei-Faktor-Anmeldung ist aus"),
                Say("Two-factor authentication was turned off for your account. Its backup codes are void, and the password alone opens it.",
                    "Die Zwei-Faktor-Anmeldung wurde für Ihr Konto ausgeschaltet. Die Wiederherstellungscodes sind ungültig, und das Passwort allein öffnet das Konto."), ChangePassword),
            NoticeKind.TwoFactorDisableAsked => new(Say("Somebody asks to turn two-factor authentication off", "Jemand will die Zwei-Faktor-Anmeldung ausschalten"),
                Say("Somebody who knows your password asked for a link that turns two-factor authentication off.",
                    "Jemand, der Ihr Passwort kennt, hat einen Link verlangt, der die Zwei-Faktor-Anmeldung ausschaltet."), ChangePassword),
            NoticeKind.NewBackupCodes => new(Say("New backup codes were made", "Neue Wiederherstellungscodes"),
                Say("New backup codes were made for your account. All earlier ones are void.",
                    "Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt. Alle früheren sind ungültig."), ChangePassword),
            NoticeKind.BackupCodeUsed => new(Say("A backup code was used", "Ein Wiederherstellungscode wurde benutzt"), BackupCodesLeft(facts.Left), ChangePassword),
            NoticeKind.Locked => new(Say("Sign-in is locked for a while", "Die Anmeldung ist eine Weile gesperrt"),
                $"{Say($"There were too many wrong codes for {method ?? "your account"}.", $"Es gab zu viele falsche Codes für {method ?? "Ihr Konto"}.")} {LockEnd(facts.Until)}",
                Say("If not, somebody may know your password. Change it:", "Wenn nicht, kennt vielleicht jemand Ihr Passwort. Ändern Sie es:")),
            NoticeKind.SecondFactorFailed => new(Say("A sign-in failed at the second factor", "Eine Anmeldung ist am zweiten Faktor gescheitert"),
                Say("Somebody gave your right password and then a wrong code. They were not let in.",
                    "Jemand hat Ihr richtiges Passwort und danach einen falschen Code eingegeben. Die Anmeldung wurde abgelehnt."),
                Say("If not, they know your password. Change it now:", "Wenn nicht, kennt jemand Ihr Passwort. Ändern Sie es jetzt:")),
            NoticeKind.PasswordChanged => new(Say("Your password was changed", "Ihr Passwort wurde geändert"),
                Say("The password of your account was changed. All other sessions were ended.",
                    "Das Passwort Ihres Kontos wurde geändert. Alle anderen Sitzungen wurden beendet."), TellOperator),
            NoticeKind.PrimaryChanged => new(Say("Your preferred sign-in method was changed", "Ihre bevorzugte Anmeldemethode wurde geändert"),
                Say($"{method ?? "Another method"} is now the method you are asked for first. Your other methods work as before.",
                    $"Sie werden jetzt zuerst nach {method ?? "einer anderen Methode"} gefragt. Ihre übrigen Methoden gelten wie bisher."), ChangePassword),
            NoticeKind.ApiKeyCreated => new(Say("An API key was made", "Ein API-Schlüssel wurde erzeugt"),
                Say($"The API key {method ?? "without a name"} was made for your account.", $"Für Ihr Konto wurde der API-Schlüssel {method ?? "ohne Namen"} erzeugt."), ChangePassword),
            NoticeKind.ApiKeyReset => new(Say("Your API key was replaced", "Ihr API-Schlüssel wurde ersetzt"),
                Say("The API key of your account was replaced. The earlier one is void.", "Der API-Schlüssel Ihres Kontos wurde ersetzt. Der frühere ist ungültig."), ChangePassword),
            NoticeKind.TwoFactorResetByOperator => new(Say("Your two-factor authentication was reset", "Ihre Zwei-Faktor-Anmeldung wurde zurückgesetzt"),
                Say("The people who run this service removed all your second-factor methods and backup codes. Sign in with your password and set it up again.",
                    "Wer diesen Dienst betreibt, hat alle Ihre Anmeldemethoden und Wiederherstellungscodes entfernt. Melden Sie sich mit Ihrem Passwort an und richten Sie sie neu ein."),
                Say("If you did not ask for this, tell them:", "Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen:")),
            NoticeKind.AccountDisabled => new(Say("Your account was disabled", "Ihr Konto wurde stillgelegt"),
                Say("The people who run this service have disabled your account. Nobody can sign in to it.",
                    "Wer diesen Dienst betreibt, hat Ihr Konto stillgelegt. Niemand kann sich bei ihm anmelden."), AskWhy),
            NoticeKind.AccountEnabled => new(Say("Your account is open again", "Ihr Konto ist wieder offen"),
                Say("The people who run this service have enabled your account. Password and second factors are as they were.",
                    "Wer diesen Dienst betreibt, hat Ihr Konto wieder geöffnet. Passwort und zweite Faktoren sind, wie sie waren."), AskWhy),
            NoticeKind.AccountUnlocked => new(Say("Your account was unlocked", "Ihr Konto wurde entsperrt"),
                Say("The people who run this service have taken all locks and counted failures off your account. Password and second factors are as they were.",
                    "Wer diesen Dienst betreibt, hat alle Sperren und gezählten Fehlversuche Ihres Kontos aufgehoben. Passwort und zweite Faktoren sind, wie sie waren."),
                Say("If you did not ask for this, tell them:", "Wenn Sie nicht darum gebeten haben, sagen Sie es ihnen:")),
            NoticeKind.AdminGranted => new(Say("Your account may administer now", "Ihr Konto darf jetzt verwalten"),
                Say("The people who run this service have made your account an admin's. It can act on other people's accounts once it has two-factor authentication.",
                    "Wer diesen Dienst betreibt, hat Ihr Konto zum Administratorkonto gemacht. Es kann an den Konten anderer handeln, sobald es die Zwei-Faktor-Anmeldung hat."), AskWhy),
            NoticeKind.AdminRevoked => new(Say("Your account is no longer an admin's", "Ihr Konto ist kein Administratorkonto mehr"),
                Say("The people who run this service have taken the right to administer from your account. Everything else is as it was.",
                    "Wer diesen Dienst betreibt, hat Ihrem Konto die Administratorrechte genommen. Alles andere ist, wie es war."), AskWhy),
            NoticeKind.BrowserCopied => new(Say("A remembered browser was forgotten", "Ein gemerkter Browser wurde vergessen"),
                Say("Somebody signed in with your right password and with an old mark of a browser that you had remembered: one of the two is a copy. That browser is forgotten, and they were asked for a code.",
                    "Jemand hat sich mit Ihrem richtigen Passwort und einem alten Merkzeichen eines Browsers angemeldet, den Sie sich gemerkt hatten: Eines von beiden ist eine Kopie. Dieser Browser ist vergessen, und es wurde nach einem Code gefragt."),
                Say("If not, somebody may have copied your browser's data, and knows your password. Change it now:",
                    "Wenn nicht, hat vielleicht jemand die Daten Ihres Browsers kopiert und kennt Ihr Passwort. Ändern Sie es jetzt:")),
            NoticeKind.ChangesFrozen => new(Say("Your second factors are frozen", "Ihre zweiten Faktoren sind eingefroren"), Frozen(facts.Until), ChangePassword),
            NoticeKind.SecondFactorRequired => new(Say("Two-factor authentication will be required", "Die Zwei-Faktor-Anmeldung wird Pflicht"),
                Say($"From {FromOn(facts.Until)} on, two-factor authentication is required for every account here, and yours has none yet. From then on you can do nothing else before you have turned it on; your API keys and access tokens stop working until then.",
                    $"Ab {FromOn(facts.Until)} ist die Zwei-Faktor-Anmeldung hier für jedes Konto Pflicht, und Ihres hat noch keine. Von da an können Sie nichts anderes tun, bis Sie sie eingeschaltet haben; bis dahin gelten auch Ihre API-Schlüssel und Zugriffstoken nicht."),
                Say("It takes two minutes. Sign in and turn it on before that date:", "Es dauert zwei Minuten. Melden Sie sich vor diesem Tag an und schalten Sie sie ein:")),
            NoticeKind.SecondFactorNotRequired => new(Say("Two-factor authentication is not required", "Die Zwei-Faktor-Anmeldung ist keine Pflicht"),
                Say("We wrote to you that two-factor authentication will be required for every account here. That is called off: there is nothing you have to do. If you have turned it on since, it stays on.",
                    "Wir haben Ihnen geschrieben, dass die Zwei-Faktor-Anmeldung hier für jedes Konto Pflicht wird. Das ist aufgehoben: Sie müssen nichts tun. Falls Sie sie inzwischen eingeschaltet haben, bleibt sie an."),
                Say("It still keeps out whoever learns your password. You can turn it on at any time:", "Sie hält trotzdem jeden fern, der Ihr Passwort erfährt. Sie können sie jederzeit einschalten:")),
            NoticeKind.EmailChanged => new(Say("Your e-mail address was changed", "Ihre E-Mail-Adresse wurde geändert"),
                Say($"The e-mail address of your account was changed{To(method)}. Codes and notices now go to the new one.",
                    $"Die E-Mail-Adresse Ihres Kontos wurde geändert{To(method)}. Codes und Nachrichten gehen jetzt an die neue."), TellOperator),
        };
    }

    /// <summary>When, from where and with what it was done.</summary>
    public IReadOnlyList<MailFact> Circumstances(NoticeFacts facts)
    {
        var known = new List<MailFact> { new(Say("When", "Wann"), Instant(facts.When)) };
        if (facts.Ip is { } ip) known.Add(new(Say("From", "Von"), SafeText.OneLine(ip)));
        if (facts.Device is { } device) known.Add(new(Say("Device", "Gerät"), SafeText.OneLine(device)));
        return known;
    }

    /// <summary>A factor in the middle of a sentence.</summary>
    public string NameOf(ProofKind factor) => factor switch
    {
        ProofKind.Totp => Say("authenticator app", "Authenticator-App"),
        ProofKind.Sms => Say("text messages", "SMS"),
        ProofKind.Email => Say("e-mailed codes", "Codes per E-Mail"),
        ProofKind.BackupCode => Say("backup codes", "Wiederherstellungscodes"),
    };

    private string FromOn(DateTimeOffset? from) => from is { } begins ? Instant(begins) : Say("now", "jetzt");

    private string BackupCodesLeft(int? left)
    {
        var used = Say("One of your backup codes was used. It will not work again.", "Einer Ihrer Wiederherstellungscodes wurde benutzt. Er gilt nicht noch einmal.");
        return left switch
        {
            null => used,
            0 => Say("Your last backup code was used. Make new ones now.", "Ihr letzter Wiederherstellungscode wurde benutzt. Erzeugen Sie jetzt neue."),
            1 => $"{used} {Say("You have 1 left: make new ones soon.", "Sie haben noch einen: Erzeugen Sie bald neue.")}",
            <= FewCodes => $"{used} {Say($"You have {left} left: make new ones soon.", $"Sie haben noch {left}: Erzeugen Sie bald neue.")}",
            _ => $"{used} {Say($"You have {left} left.", $"Sie haben noch {left}.")}",
        };
    }

    private string LockEnd(DateTimeOffset? until) => until is { } end && end < DateTimeOffset.MaxValue.AddYears(-1)
        ? Say($"It takes no more codes until {Instant(end)}; your other methods still work.", $"Bis zum {Instant(end)} werden dafür keine Codes mehr angenommen; Ihre anderen Methoden gelten weiter.")
        : Say("It takes no more codes until it is unlocked; your other methods still work.", "Dafür werden keine Codes mehr angenommen, bis die Sperre aufgehoben wird; Ihre anderen Methoden gelten weiter.");

    private string Frozen(DateTimeOffset? until) => Say(
        $"You said that something on your account was not you. All other sessions were ended, and second factors cannot be changed until {(until is { } end ? Instant(end) : "further notice")} or until you reset your password by mail. Do that next.",
        $"Sie haben gesagt, dass etwas an Ihrem Konto nicht von Ihnen war. Alle anderen Sitzungen wurden beendet, und zweite Faktoren lassen sich nicht ändern, bis {(until is { } last ? $"zum {Instant(last)}" : "auf Weiteres")} oder bis Sie Ihr Passwort per E-Mail zurücksetzen. Tun Sie das als Nächstes.");

    private string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Say("d MMMM yyyy, HH:mm 'UTC'", "d. MMMM yyyy, HH:mm 'UTC'"), language.Culture());

    private string Quoted(string name) => Say($"\"{name}\"", $"„{name}“");

    private string With(string? method) => method is null ? "" : Say($" with {method}", $" mit {method}");

    private string To(string? address) => address is null ? "" : Say($" to {address}", $" in {address}");

    private string Say(string english, string german) => language.Say(english, german);
}
