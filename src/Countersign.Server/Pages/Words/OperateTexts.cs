namespace Countersign.Server.Pages;

/// <summary>What stands around the pages for the people who run the service.</summary>
public abstract class OperateTexts(Texts all) : Sentences(all)
{
    public abstract string OperatorNavigation { get; }
    public abstract string NavOperate { get; }
    public abstract string NavAccounts { get; }
    public abstract string NavMessages { get; }
    public abstract string NavBudgets { get; }
    public abstract string NavHooks { get; }
    public abstract string NavApps { get; }
    public abstract string NavEnforcement { get; }
    public abstract string NavOwnAccount { get; }

    public abstract string AdminsOnlyTitle { get; }
    public abstract string AdminsOnlyBody { get; }
}
