namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateEnglish(Texts all) : OperateTexts(all)
{
    public override string OperatorNavigation => "Operating";
    public override string NavOperate => "Operate";
    public override string NavAccounts => "Accounts";
    public override string NavMessages => "Messages";
    public override string NavBudgets => "Budgets";
    public override string NavApps => "Applications";
    public override string NavHooks => "Webhooks";
    public override string NavEnforcement => "Enforcement";
    public override string NavOwnAccount => "My account";

    public override string AdminsOnlyTitle => "This page is for admins";
    public override string AdminsOnlyBody => "Your account isn't an admin account. If you run this service, sign in with one that is.";
}
