using Countersign.Core;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <summary>What the wizard says.</summary>
public abstract class WizardTexts(Texts all) : Sentences(all)
{
    public abstract string AddTitle { get; }
    // With a word joiner (U+2060): a heading on a small phone breaks before "two-factor", not in it.
    public abstract string TurnOnTitle { get; }
    public string WizardTitle(Method? replaced, bool isFirst) => isFirst ? TurnOnTitle : TitleOf(replaced);
    public abstract string TitleOf(Method? replaced);
    public abstract string ReplacingNow(MethodName method);
    public abstract string Later { get; }
    public abstract string NameOf(WizardStep step);

    public abstract string ProveTitle { get; }
    public abstract string ProveFirst(string email);
    public abstract string ProveFirstSent(string email);
    public abstract string ProveLater { get; }

    public abstract string ChooseTitle { get; }
    public abstract string Recommended { get; }
    public abstract string ChooseApp { get; }
    public abstract string ChooseAppBody { get; }
    public abstract string ChoosePhone { get; }
    public abstract string ChoosePhoneBody { get; }
    public abstract string ChoosePasskey { get; }
    public abstract string ChoosePasskeyBody { get; }
    public abstract string ChooseOther { get; }

    public abstract string PasskeyTitle { get; }
    public abstract string PasskeyBody { get; }
    public abstract string MakePasskey { get; }
    public abstract string LabelExamplePasskey { get; }

    public abstract string AppTitle { get; }
    public abstract string AppScan { get; }
    public abstract string AppNone { get; }
    public abstract string QrLabel { get; }
    public abstract string AppOpenHere { get; }
    public abstract string AppByHand { get; }
    public abstract string CopyKey { get; }
    public abstract string Issuer { get; }
    public abstract string AccountName { get; }
    public abstract string Digits { get; }
    public abstract string Period { get; }
    public abstract string PeriodValue { get; }
    public abstract string AppCode { get; }
    public abstract string AppCodeWrong { get; }
    public abstract string LabelOptional { get; }
    public abstract string LabelExampleApp { get; }
    public abstract string LabelExamplePhone { get; }
    public abstract string Activate { get; }

    public abstract string PhoneTitle { get; }
    public abstract string PhoneRisk { get; }
    public abstract string Country { get; }
    public abstract string PhoneNumber { get; }
    public abstract string PhoneExampleOf(string number);
    public abstract string PhoneShort { get; }
    public abstract string PhoneLong { get; }
    public abstract string SendCode { get; }
    public abstract string PhoneCodeTitle { get; }
    public abstract string PhoneCodeLead(string number);
    public abstract string OtherNumber { get; }

    public abstract string DoneBody { get; }
    public abstract string AddSecond { get; }
}
