using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the page of messages says.</summary>
public sealed partial class Texts
{
    public string MessagesLead => Say(
        "What became of the codes and notices this service sent. What they said is never shown, and where they went only in part.",
        "Was aus den Codes und Mitteilungen dieses Dienstes wurde. Ihr Inhalt wird nie gezeigt und ihr Ziel nur zum Teil.");
    public string MessagesHealth => Say("Now, and in the last 24 hours", "Jetzt und in den letzten 24 Stunden");
    public string Now => Say("Now", "Jetzt");
    public string MessagesEmpty => Say("There is no such message.", "Es gibt keine solche Nachricht.");
    public string MessagesNone => Say("No message was sent yet.", "Es wurde noch keine Nachricht geschickt.");
    public string MessagesTo => Say("To", "An");
    public string MessagesToAll => Say("show everybody's", "alle zeigen");
    public string MessagesOlder => Say("Older messages", "Ältere Nachrichten");
    public string MessagesNewest => Say("Back to the newest", "Zurück zu den neuesten");
    public string MessagesShow => Say("Which messages", "Welche Nachrichten");
    public string MessagesChannels => Say("By which way", "Auf welchem Weg");
    public string AllChannels => Say("Both ways", "Beide Wege");

    public string MessagesKept(TimeSpan keep) => Say(
        $"The record of a message is kept for {Days((int)keep.TotalDays)} after it is done; its text is wiped at once.",
        $"Der Eintrag einer Nachricht bleibt {Days((int)keep.TotalDays)} stehen, nachdem sie erledigt ist; ihr Text wird sofort gelöscht.");

    public string WaitingNow(MessageHealth health) => health.OldestWaiting is { } oldest
        ? Say($"{Counted(health.Waiting, "message waits", "messages wait")}; the oldest for {Since(oldest)}.", $"{Counted(health.Waiting, "Nachricht wartet", "Nachrichten warten")}; die älteste seit {Since(oldest)}.")
        : Say("No message waits.", "Keine Nachricht wartet.");

    public string ChannelDid(ChannelHealth health) => health switch
    {
        { Sent: 0, Failed: 0 } => Say("none", "keine"),
        { Failed: 0 } => Say($"{Count(health.Sent)} sent, none failed", $"{Count(health.Sent)} geschickt, keine gescheitert"),
        _ => Say($"{Count(health.Sent)} sent, {Count(health.Failed)} failed", $"{Count(health.Sent)} geschickt, {Count(health.Failed)} gescheitert"),
    };

    public string CodesBack => Say("SMS codes used", "SMS-Codes benutzt");

    public string CodesBackCount(long returned, long sent) => Say($"{Count(returned)} of {Count(sent)}", $"{Count(returned)} von {Count(sent)}");

    public string Pumped(IReadOnlyList<string> prefixes) => Say(
        $"Numbers that begin like this get no text messages now, because too few codes sent to them came back: {string.Join(", ", prefixes)}. Somebody may earn money by messages to such numbers; look whether accounts are made in bulk.",
        $"Nummern, die so beginnen, bekommen zurzeit keine SMS, weil zu wenige dorthin geschickte Codes zurückkamen: {string.Join(", ", prefixes)}. Mit Nachrichten an solche Nummern lässt sich Geld verdienen; sehen Sie nach, ob jemand massenhaft Konten anlegt.");

    /// <summary>What a message is for.</summary>
    public string Of(MessageKind kind) => kind switch
    {
        MessageKind.LogInCode => Say("Code to sign in", "Code zum Anmelden"),
        MessageKind.ChangeCode => Say("Code to change security settings", "Code zum Ändern von Sicherheitseinstellungen"),
        MessageKind.VerifyEmail => Say("Confirm an e-mail address", "E-Mail-Adresse bestätigen"),
        MessageKind.ResetPassword => Say("Link for a new password", "Link für ein neues Passwort"),
        MessageKind.DisableLink => Say("Link to turn 2FA off", "Link zum Ausschalten der Zwei-Faktor-Anmeldung"),
        MessageKind.Notice => Say("News about the account", "Mitteilung zum Konto"),
    };

    /// <summary>How far a message has come.</summary>
    public string Of(OutboxState state) => state switch
    {
        OutboxState.Waiting => Say("waiting", "wartet"),
        OutboxState.Sent => Say("sent", "geschickt"),
        OutboxState.Refused => Say("refused", "abgelehnt"),
        OutboxState.Unknown => Say("perhaps sent", "vielleicht geschickt"),
        OutboxState.Expired => Say("too late", "zu spät"),
        OutboxState.Dropped => Say("not needed any more", "nicht mehr nötig"),
    };

    /// <summary>The colour of a state.</summary>
    public static string ToneOf(OutboxState state) => state switch
    {
        OutboxState.Waiting => "warn",
        OutboxState.Sent => "good",
        OutboxState.Refused or OutboxState.Unknown or OutboxState.Expired => "bad",
        OutboxState.Dropped => "",
    };

    /// <summary>What a filter shows.</summary>
    public string Of(MessageChoice choice) => choice switch
    {
        MessageChoice.All => Say("All", "Alle"),
        MessageChoice.Failed => Say("Failed", "Gescheitert"),
        MessageChoice.Waiting => Say("Waiting", "Wartend"),
    };

    public string NextTry(int attempts) => Say($"{Counted(attempts, "try", "tries")} so far, the next", $"{Counted(attempts, "Versuch", "Versuche")} bisher, der nächste");

    /// <summary>A number as the person writes it.</summary>
    public string Count(long number) => number.ToString("N0", Culture);

    private string Counted(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    private string Since(DateTimeOffset at) => new Texts(Culture, at).Until(now);
}
