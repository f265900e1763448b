using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the pages say that an application leads to.</summary>
public abstract class ApplicationsTexts(Texts all) : Sentences(all)
{
    public abstract string TroubleTitle { get; }
    public abstract string TroubleBody { get; }
    public abstract string AddFactorLead { get; }
    public abstract string AddFactor { get; }
    public abstract string AddPasskeyLead { get; }
    public abstract string AddPasskey { get; }
    public abstract string Again { get; }
    public abstract string SignOutTitle { get; }
    public abstract string SignOutLead { get; }
    public abstract string SignOut { get; }
    public abstract string StaySignedIn { get; }
    public abstract string LearnsNumber { get; }
    public abstract string LearnsProfile { get; }
    public abstract string LearnsEmail { get; }
    public abstract string LearnsOffline { get; }
    public abstract string Allow { get; }
    public abstract string Refuse { get; }
    public abstract string GoOn { get; }
    public abstract string OverTitle { get; }
    public abstract string OverLead { get; }
    public abstract string LeaveAll { get; }
    public abstract string SentTitle { get; }
    public abstract string SentLead { get; }
    public abstract string SentLink { get; }

    public abstract string AddFactorTitle(App app);

    public abstract string AddPasskeyTitle(App app);

    public abstract string AgainTitle(App app);

    public abstract string AgainLead(Account account);

    public abstract string ConsentTitle(App app);

    public abstract string ConsentLead(Account account);

    public abstract string GoOnTo(App app);

    public abstract string LeaveTitle(App app);

    public abstract string LeftTitle(App app);

    public abstract string LeftLead(Account account);

    public abstract string BackTo(App app);
}
