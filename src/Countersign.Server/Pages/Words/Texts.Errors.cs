using Countersign.Server.Pages.Frame;

namespace Countersign.Server.Pages;

/// <summary>What went wrong before or behind a page.</summary>
public sealed partial class Texts
{
    public string TryAgain => Say("Try again", "Noch einmal versuchen");

    public string TitleOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage => Say("There is no such page", "Diese Seite gibt es nicht"),
        Trouble.NotThisWay => Say("This page cannot be opened like that", "So lässt sich diese Seite nicht öffnen"),
        Trouble.TooLarge => Say("That was too much at once", "Das war zu viel auf einmal"),
        Trouble.Unreadable => Say("That could not be read", "Das war nicht lesbar"),
        Trouble.NeedsHttps => Say("Only over https", "Nur über https"),
        Trouble.Unavailable => Say("Not now, but soon", "Gerade nicht, aber gleich"),
    };

    public string BodyOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage => Say(
            "The address may be mistyped, or the page has moved. If you followed a link in a mail, check that all of it was opened.",
            "Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Wenn Sie einem Link in einer E-Mail gefolgt sind, prüfen Sie, ob er ganz geöffnet wurde."),
        Trouble.NotThisWay => Say(
            "It belongs to a button on another page. Begin there, and press the button again.",
            "Sie gehört zu einem Knopf auf einer anderen Seite. Beginnen Sie dort und drücken Sie den Knopf noch einmal."),
        Trouble.TooLarge => Say(
            "What you sent is larger than 64 KiB, and nothing was changed. Go back and send less.",
            "Was Sie gesendet haben, ist größer als 64 KiB. Es wurde nichts geändert. Gehen Sie zurück und senden Sie weniger."),
        Trouble.Unreadable => Say(
            "Nothing was changed. Go back, load the page again, and repeat what you did.",
            "Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt."),
        Trouble.NeedsHttps => Say(
            "Put https:// in front of the address. Without it, others could read along.",
            "Schreiben Sie https:// vor die Adresse. Ohne das könnten andere mitlesen."),
        Trouble.Unavailable => Say(
            "The server could not answer this time, and nothing was changed. Wait a moment, then try again.",
            "Der Server konnte diesmal nicht antworten. Es wurde nichts geändert. Warten Sie einen Moment und versuchen Sie es dann noch einmal."),
    };
}
