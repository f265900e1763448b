using System.Globalization;

namespace Countersign.Server.Pages;

/// <summary>English.</summary>
internal sealed class EnglishTexts(CultureInfo culture, DateTimeOffset now) : Texts(culture, now)
{
    public override TimeTexts Times => new TimeEnglish();
    public override ActivityTexts Activity => new ActivityEnglish(this);
    public override CodesTexts Codes => new CodesEnglish(this);
    public override DeliveryTexts Delivery => new DeliveryEnglish(this);
    public override HelpTexts Help => new HelpEnglish(this);
    public override EntryTexts Entry => new EntryEnglish(this);
    public override ErrorsTexts Errors => new ErrorsEnglish(this);
    public override FrameTexts Frame => new FrameEnglish(this);
    public override InboxTexts Inbox => new InboxEnglish(this);
    public override KeysTexts Keys => new KeysEnglish(this);
    public override OperateTexts Operate => new OperateEnglish(this);
    public override OperateAccountsTexts Accounts => new OperateAccountsEnglish(this);
    public override OperateEnforcementTexts Enforcement => new OperateEnforcementEnglish(this);
    public override OperateMessagesTexts Messages => new OperateMessagesEnglish(this);
    public override OperateTrendsTexts Trends => new OperateTrendsEnglish(this);
    public override OperateBudgetsTexts Budgets => new OperateBudgetsEnglish(this);
    public override ApplicationsTexts Applications => new ApplicationsEnglish(this);
    public override OperateAppsTexts Apps => new OperateAppsEnglish(this);
    public override OperateHooksTexts Hooks => new OperateHooksEnglish(this);
    public override OwnerTexts Owner => new OwnerEnglish(this);
    public override ProgramsTexts Programs => new ProgramsEnglish(this);
    public override PromptTexts Prompt => new PromptEnglish(this);
    public override RefusalsTexts Refusals => new RefusalsEnglish(this);
    public override SaidTexts Said => new SaidEnglish(this);
    public override SecurityTexts Security => new SecurityEnglish(this);
    public override WizardTexts Wizard => new WizardEnglish(this);
}
