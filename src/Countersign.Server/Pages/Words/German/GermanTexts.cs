using System.Globalization;

namespace Countersign.Server.Pages;

/// <summary>German.</summary>
internal sealed class GermanTexts(CultureInfo culture, DateTimeOffset now) : Texts(culture, now)
{
    public override TimeTexts Times => new TimeGerman();
    public override ActivityTexts Activity => new ActivityGerman(this);
    public override CodesTexts Codes => new CodesGerman(this);
    public override DeliveryTexts Delivery => new DeliveryGerman(this);
    public override HelpTexts Help => new HelpGerman(this);
    public override EntryTexts Entry => new EntryGerman(this);
    public override ErrorsTexts Errors => new ErrorsGerman(this);
    public override FrameTexts Frame => new FrameGerman(this);
    public override InboxTexts Inbox => new InboxGerman(this);
    public override KeysTexts Keys => new KeysGerman(this);
    public override OperateTexts Operate => new OperateGerman(this);
    public override OperateAccountsTexts Accounts => new OperateAccountsGerman(this);
    public override OperateEnforcementTexts Enforcement => new OperateEnforcementGerman(this);
    public override OperateMessagesTexts Messages => new OperateMessagesGerman(this);
    public override OperateTrendsTexts Trends => new OperateTrendsGerman(this);
    public override OperateBudgetsTexts Budgets => new OperateBudgetsGerman(this);
    public override ApplicationsTexts Applications => new ApplicationsGerman(this);
    public override OperateAppsTexts Apps => new OperateAppsGerman(this);
    public override OperateHooksTexts Hooks => new OperateHooksGerman(this);
    public override OwnerTexts Owner => new OwnerGerman(this);
    public override ProgramsTexts Programs => new ProgramsGerman(this);
    public override PromptTexts Prompt => new PromptGerman(this);
    public override RefusalsTexts Refusals => new RefusalsGerman(this);
    public override SaidTexts Said => new SaidGerman(this);
    public override SecurityTexts Security => new SecurityGerman(this);
    public override WizardTexts Wizard => new WizardGerman(this);
}
