namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateGerman(Texts all) : OperateTexts(all)
{
    public override string OperatorNavigation => "Betrieb";
    public override string NavOperate => "Betrieb";
    public override string NavAccounts => "Konten";
    public override string NavMessages => "Nachrichten";
    public override string NavBudgets => "Budgets";
    public override string NavApps => "Anwendungen";
    public override string NavHooks => "Webhooks";
    public override string NavEnforcement => "2FA-Pflicht";
    public override string NavOwnAccount => "Mein Konto";

    public override string AdminsOnlyTitle => "Diese Seite ist für Administratoren";
    public override string AdminsOnlyBody =>
        "Ihr Konto hat keine Administratorrechte. Wenn Sie diesen Dienst betreiben, melden Sie sich mit einem Administratorkonto an.";
}
