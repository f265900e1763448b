namespace Countersign.Server.Pages;

/// <summary>What the security settings say.</summary>
public sealed partial class Texts
{
    public string SecurityTitle => Say("Security", "Sicherheit");
    public string StateOn => Say("Two-factor authentication is on", "Die Zwei-Faktor-Anmeldung ist an");
    public string StateOff => Say("Two-factor authentication is off", "Die Zwei-Faktor-Anmeldung ist aus");
}
