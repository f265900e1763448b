using Countersign.Server.Pages.Frame;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ErrorsGerman(Texts all) : ErrorsTexts(all)
{
    public override string TryAgain => "Noch einmal versuchen";

    public override string TitleOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage => "Diese Seite gibt es nicht",
        Trouble.NotThisWay => "So lässt sich diese Seite nicht öffnen",
        Trouble.TooLarge => "Das war zu viel auf einmal",
        Trouble.Unreadable => "Das war nicht lesbar",
        Trouble.NeedsHttps => "Nur über https",
        Trouble.Unavailable => "Gerade nicht, aber gleich",
    };

    public override string BodyOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage =>
            "Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Wenn Sie einem Link in einer E-Mail gefolgt sind, prüfen " +
            "Sie, ob er ganz geöffnet wurde.",
        Trouble.NotThisWay => "Sie gehört zu einem Knopf auf einer anderen Seite. Beginnen Sie dort und drücken Sie den Knopf noch einmal.",
        Trouble.TooLarge =>
            "Was Sie gesendet haben, ist größer als 64 KiB. Es wurde nichts geändert. Gehen Sie zurück und senden Sie weniger.",
        Trouble.Unreadable => "Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt.",
        Trouble.NeedsHttps => "Schreiben Sie https:// vor die Adresse. Ohne das könnten andere mitlesen.",
        Trouble.Unavailable =>
            "Der Server konnte diesmal nicht antworten. Es wurde nichts geändert. Warten Sie einen Moment und versuchen Sie es dann noch " +
            "einmal.",
    };
}
