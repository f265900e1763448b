using System.Globalization;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages;

/// <summary>
/// Everything the pages say, in one language: one class per group of pages names the sentences, and each language has one file
/// for each, so a language that lacks one does not compile.
/// </summary>
/// <param name="culture">How the person writes dates and numbers.</param>
/// <param name="now">For what is said in relation to the present.</param>
public abstract class Texts(CultureInfo culture, DateTimeOffset now)
{
    /// <summary>The texts in a person's language.</summary>
    public static Texts In(CultureInfo culture, DateTimeOffset now) => InEachLanguage.Make<Texts>(Spoken(culture), culture, now);

    /// <summary>The language.</summary>
    public Language Language { get; } = Spoken(culture);

    /// <summary>How the person writes dates and numbers.</summary>
    public CultureInfo Culture { get; } = culture;

    /// <summary>The present.</summary>
    public DateTimeOffset Present { get; } = now;

    /// <summary>How days and spans of time are said.</summary>
    public abstract TimeTexts Times { get; }

    /// <summary>The audit log in plain language.</summary>
    public abstract ActivityTexts Activity { get; }

    /// <summary>What the pages say about recovery codes.</summary>
    public abstract CodesTexts Codes { get; }

    /// <summary>What the pages say about a code that is on its way.</summary>
    public abstract DeliveryTexts Delivery { get; }

    /// <summary>What the pages say to somebody who is not signed in yet.</summary>
    public abstract EntryTexts Entry { get; }

    /// <summary>What helps where a code does not come, or is not taken.</summary>
    public abstract HelpTexts Help { get; }

    /// <summary>What went wrong before or behind a page.</summary>
    public abstract ErrorsTexts Errors { get; }

    /// <summary>What stands around every page.</summary>
    public abstract FrameTexts Frame { get; }

    /// <summary>The development inbox, and the ribbon that leads to it.</summary>
    public abstract InboxTexts Inbox { get; }

    /// <summary>What the page of API keys says.</summary>
    public abstract KeysTexts Keys { get; }

    /// <summary>What stands around the pages for the people who run the service.</summary>
    public abstract OperateTexts Operate { get; }

    /// <summary>What the operator's pages say about accounts.</summary>
    public abstract OperateAccountsTexts Accounts { get; }

    /// <summary>What the page of enforcement says, and what people without 2FA read on theirs.</summary>
    public abstract OperateEnforcementTexts Enforcement { get; }

    /// <summary>What the page of messages says.</summary>
    public abstract OperateMessagesTexts Messages { get; }

    /// <summary>What the page of activity over time says.</summary>
    public abstract OperateTrendsTexts Trends { get; }

    /// <summary>What the pages of the budgets of messages say.</summary>
    public abstract OperateBudgetsTexts Budgets { get; }

    /// <summary>What the pages say that an application leads to.</summary>
    public abstract ApplicationsTexts Applications { get; }

    /// <summary>What the pages of the applications say.</summary>
    public abstract OperateAppsTexts Apps { get; }

    /// <summary>What the pages of the webhooks say.</summary>
    public abstract OperateHooksTexts Hooks { get; }

    /// <summary>What the pages say about an account's data and its end.</summary>
    public abstract OwnerTexts Owner { get; }

    /// <summary>What is said to somebody whose command line asks to be signed in.</summary>
    public abstract ProgramsTexts Programs { get; }

    /// <summary>What the pages say where a second factor is asked for.</summary>
    public abstract PromptTexts Prompt { get; }

    /// <summary>Why something a person typed is not taken.</summary>
    public abstract RefusalsTexts Refusals { get; }

    /// <summary>What is said about what was just done.</summary>
    public abstract SaidTexts Said { get; }

    /// <summary>What the security settings say.</summary>
    public abstract SecurityTexts Security { get; }

    /// <summary>What the wizard says.</summary>
    public abstract WizardTexts Wizard { get; }

    /// <summary>A day.</summary>
    public string Day(DateTimeOffset at) => at.UtcDateTime.ToString(Times.DayPattern, Culture);

    /// <summary>A day and a time; the page's script puts it into the person's own time zone.</summary>
    public string Instant(DateTimeOffset at) => string.Create(Culture,
        $"{at.UtcDateTime.ToString(Times.ShortDayPattern, Culture)}, {at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC");

    /// <summary>How long until an instant, in words a person would use, rounded up.</summary>
    public string Until(DateTimeOffset at) => Times.Lasting(at - Present);

    /// <summary>A number as the person writes it.</summary>
    public string Count(long number) => number.ToString("N0", Culture);

    private static Language Spoken(CultureInfo culture) => Languages.Find(culture.TwoLetterISOLanguageName) ?? Language.English;
}
