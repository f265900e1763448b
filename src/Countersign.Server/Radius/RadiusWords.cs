using Countersign.Core;

namespace Countersign.Server.Radius;

/// <summary>What people read where they sign in. Nothing of it tells anything about an account before its password was right.</summary>
public abstract class RadiusWords
{
    /// <summary>Those of a language.</summary>
    public static RadiusWords In(Language language) => language switch
    {
        Language.English => new RadiusEnglish(),
        Language.German => new RadiusGerman(),
    };

    public abstract string CodeFromApp { get; }
    public abstract string CodeFromPhone { get; }
    public abstract string CodeFromMail { get; }
    public abstract string CodeFromList { get; }
    public abstract string SentTooOften { get; }
    public abstract string TryAgain { get; }
    public abstract string Used { get; }
    public abstract string Denied { get; }
    public abstract string Locked { get; }
    public abstract string Over { get; }
    public abstract string NotSent { get; }
    public abstract string OnlyPasswords { get; }

    public abstract string TurnOn(Uri at);

    public abstract string CannotSend(Uri at);
}

internal sealed class RadiusEnglish : RadiusWords
{
    public override string CodeFromApp => "Enter the code of your authenticator app, or a recovery code.";
    public override string CodeFromPhone => "Enter the code that was sent to your phone, or a recovery code.";
    public override string CodeFromMail => "Enter the code that was mailed to you, or a recovery code.";
    public override string CodeFromList => "No code could be sent. Enter a recovery code.";
    public override string SentTooOften => "Too many messages were sent. Enter the last code that you got, or a recovery code.";
    public override string TryAgain => "That code was not accepted. Enter another one, or a recovery code.";
    public override string Used => "That code was used before. Enter the next one, or a recovery code.";
    public override string Denied => "Not let in. Check the name and the password; after several tries, wait before the next one.";
    public override string Locked => "Too many wrong codes. Try again later.";
    public override string Over => "This sign-in is over. Begin again with your password.";
    public override string NotSent => "Give the password alone first; then a code is sent.";
    public override string OnlyPasswords => "Only passwords are taken here (PAP).";

    public override string TurnOn(Uri at) => $"You need a second factor, and have none yet. Turn it on at {at}, then come again.";

    public override string CannotSend(Uri at) => $"No code could be sent. Try again later, or add another factor at {at}.";
}

internal sealed class RadiusGerman : RadiusWords
{
    public override string CodeFromApp => "Geben Sie den Code Ihrer Authenticator-App ein oder einen Wiederherstellungscode.";
    public override string CodeFromPhone => "Geben Sie den Code ein, der an Ihr Telefon ging, oder einen Wiederherstellungscode.";
    public override string CodeFromMail => "Geben Sie den Code aus der E-Mail ein oder einen Wiederherstellungscode.";
    public override string CodeFromList => "Es ließ sich kein Code senden. Geben Sie einen Wiederherstellungscode ein.";
    public override string SentTooOften =>
        "Es gingen zu viele Nachrichten hinaus. Geben Sie den letzten Code ein, den Sie haben, oder einen Wiederherstellungscode.";
    public override string TryAgain => "Der Code wurde nicht angenommen. Geben Sie einen anderen ein oder einen Wiederherstellungscode.";
    public override string Used => "Der Code wurde schon benutzt. Geben Sie den nächsten ein oder einen Wiederherstellungscode.";
    public override string Denied => "Kein Zugang. Prüfen Sie Namen und Passwort; nach mehreren Versuchen warten Sie vor dem nächsten.";
    public override string Locked => "Zu viele falsche Codes. Versuchen Sie es später wieder.";
    public override string Over => "Diese Anmeldung ist vorbei. Beginnen Sie wieder mit dem Passwort.";
    public override string NotSent => "Geben Sie zuerst nur das Passwort an; dann wird ein Code gesendet.";
    public override string OnlyPasswords => "Hier werden nur Passwörter angenommen (PAP).";

    public override string TurnOn(Uri at) =>
        $"Sie brauchen einen zweiten Faktor und haben noch keinen. Schalten Sie ihn unter {at} ein und kommen Sie dann wieder.";

    public override string CannotSend(Uri at) =>
        $"Es ließ sich kein Code senden. Versuchen Sie es später wieder, oder fügen Sie unter {at} einen anderen Faktor hinzu.";
}
