using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the operator's pages say about accounts.</summary>
public abstract class OperateAccountsTexts(Texts all) : Sentences(all)
{
    public abstract string SearchAccounts { get; }
    public abstract string Search { get; }
    public abstract string Filters { get; }
    public abstract string Paging { get; }
    public abstract string PreviousPage { get; }
    public abstract string NextPage { get; }
    public abstract string LookFurther { get; }
    public abstract string SearchCut { get; }
    public abstract string NoneSoFar { get; }
    public abstract string NoAccountFits(string part);
    public abstract string NoAccountsLikeThat { get; }
    public abstract string LastSignIn { get; }
    public abstract string NoSignInLately { get; }

    public abstract string NameOf(AccountFilter filter);

    public abstract string SecondFactorTag(Account account, int methods);
    public abstract string AdminTag { get; }
    public abstract string LockedTag { get; }
    public abstract string DisabledTag { get; }
    public abstract string UnprovenTag { get; }

    public abstract string AccountFacts { get; }
    public abstract string AccountNumber { get; }
    public abstract string FullName { get; }
    public abstract string ConfirmedOn { get; }
    public abstract string NoneThere { get; }
    public abstract string NoPasswordKeyOnly { get; }
    public abstract string PasswordIsSet { get; }
    public abstract string AccountMade { get; }
    public abstract string LastSignInTitle { get; }
    public abstract string SessionsNow { get; }
    public abstract string MessagesOfAccount { get; }
    public abstract string DisabledSince { get; }
    public abstract string PersonFroze(DateTimeOffset until);
    public abstract string PersonLeaves(DateTimeOffset asked, string from, DateTimeOffset due);
    public abstract string LeavingWhatNow { get; }
    public abstract string LeavingHeldUp { get; }
    public abstract string LeavingTold(DateTimeOffset at);
    public abstract string LeavingUntold { get; }
    public abstract string LeavingUnreachable { get; }
    public abstract string KeysLead { get; }
    public abstract string KeyByOperator { get; }

    public abstract string SecondFactorsTitle { get; }
    public abstract string AccountIsOn { get; }
    public abstract string AccountIsLegacy { get; }
    public abstract string AccountIsOff { get; }
    public abstract string CodesThere(int left);
    public abstract string CodesRestored(int restored);
    public abstract string WholeAccount { get; }
    public abstract string CodesByMail { get; }
    public abstract string NumberOnFile { get; }
    public abstract string FailuresTitle { get; }
    public abstract string LockedFor(DateTimeOffset until);

    public abstract string RecentActivity { get; }
    public abstract string ReasonWas(string reason);

    public abstract string ByShell(string user);
    public abstract string ByAdmin(AccountId admin);

    public abstract string ActsTitle { get; }
    public abstract string ActsLead { get; }
    public abstract string OwnAccountHint { get; }

    public abstract string TitleOf(AccountAct act);

    public abstract string ButtonOf(AccountAct act);

    public abstract string WhatHappens { get; }
    public abstract string UnlockClears { get; }
    public abstract string UnlockKeeps { get; }
    public abstract string UnlockLook { get; }
    public abstract string ResetMethod(MethodName method, string kind);
    public abstract string ResetNumberOnFile { get; }
    public abstract string ResetCodes(int left);
    public abstract string ResetThen { get; }
    public abstract string ResetThenRequired { get; }
    public abstract string ResetFrozen(DateTimeOffset until);
    public abstract string VoidPassword { get; }
    public abstract string ResetVoids { get; }
    public abstract string ResetIsVoid { get; }
    public abstract string ResetMailboxDoubted { get; }

    /// <summary>What becomes of the password at a reset.</summary>
    public string ThenOf(PasswordStanding password, bool isRequired) => password switch
    {
        PasswordStanding.Void => ResetIsVoid,
        PasswordStanding.Doubted => ResetVoids,
        PasswordStanding.MailboxDoubted => ResetMailboxDoubted,
        PasswordStanding.Opens => isRequired ? ResetThenRequired : ResetThen,
    };

    public abstract string PhoneLost { get; }
    public abstract string EndsSessions(int open);
    public abstract string DisableShuts { get; }
    public abstract string DisableKeeps { get; }
    public abstract string EnableOpens { get; }
    public abstract string EnableKeeps { get; }
    public abstract string NoticeGoes(string address);
    public abstract string NoNoticeGoes { get; }

    public abstract string ReasonOf(AccountAct act);

    public abstract string ReasonHintOf(AccountAct act);

    public abstract string ReasonBad { get; }

    /// <summary>What an admin did to somebody else's account, in the admin's own log.</summary>
    public abstract string ActOf(StoredAuditEntry entry);

    protected static string NumberIn(StoredAuditEntry entry)
    {
        using var args = JsonDocument.Parse(entry.Args);
        return args.RootElement.TryGetProperty("account", out var account) ? account.GetRawText() : "";
    }
}
