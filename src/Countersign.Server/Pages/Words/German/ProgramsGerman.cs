namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ProgramsGerman(Texts all) : ProgramsTexts(all)
{
    public override string Title => "Eine Kommandozeile anmelden?";
    public override string Asks(string username) => $"Eine Kommandozeile auf diesem Computer bittet um eine Sitzung als {username}.";
    public override string OnlyIf => "Machen Sie nur weiter, wenn Sie gerade selbst dies eingegeben haben:";
    public override string Else =>
        "Wenn Sie über einen Link hierher kamen, den Ihnen jemand geschickt hat, oder nicht wissen, was das ist, lehnen Sie ab: Wer ihn " +
        "geschickt hat, will in Ihrem Namen handeln.";
    public override string Allow => "Erlauben";
    public override string Refuse => "Ablehnen";
    public override string NorThis => "Bis dahin wird von hier aus auch keine Kommandozeile angemeldet.";
    public override string Then(TimeSpan life) =>
        $"Sie darf dann, was Sie dürfen, höchstens {All.Times.Lasting(life)} lang. Sie können ihre Sitzung vorher in Ihren " +
        "Sicherheitseinstellungen beenden. Für ein anderes Konto lehnen Sie ab, melden sich hier ab und geben den Befehl noch einmal ein.";
    public override string NotWholeTitle => "Diese Adresse ist nicht vollständig";
    public override string NotWholeBody =>
        "Geben Sie den Befehl noch einmal ein: Er zeigt eine neue Adresse. Öffnen Sie diese so, wie sie dasteht.";
}
