namespace Countersign.Server.Pages;

/// <summary>What stands around the pages for the people who run the service.</summary>
public sealed partial class Texts
{
    public string OperatorNavigation => Say("Operating", "Betrieb");
    public string NavOperate => Say("Operate", "Betrieb");
    public string NavAccounts => Say("Accounts", "Konten");
    public string NavMessages => Say("Messages", "Nachrichten");
    public string NavEnforcement => Say("Enforcement", "2FA-Pflicht");
    public string NavOwnAccount => Say("My account", "Mein Konto");

    public string AdminsOnlyTitle => Say("This page is for admins", "Diese Seite ist für Administratoren");
    public string AdminsOnlyBody => Say(
        "Your account is not an admin's. If you run this service, sign in with an admin's account.",
        "Ihr Konto hat keine Administratorrechte. Wenn Sie diesen Dienst betreiben, melden Sie sich mit einem Administratorkonto an.");
}
