using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateAccountsEnglish(Texts all) : OperateAccountsTexts(all)
{
    public override string SearchAccounts => "Address, name or account number";
    public override string Search => "Search";
    public override string Filters => "Which accounts";
    public override string Paging => "Pages of this list";
    public override string PreviousPage => "Previous";
    public override string NextPage => "Next";
    public override string LookFurther => "Look further";
    public override string SearchCut =>
        $"{Count(Storage.AccountIndex.Reach)} accounts were looked through. There are more: look further, or type the whole address.";
    public override string NoneSoFar => "None of them is like that.";
    public override string NoAccountFits(string part) => $"No account has “{part}” in its address or user name.";
    public override string NoAccountsLikeThat => "No account matches that now.";
    public override string LastSignIn => "last sign-in";
    public override string NoSignInLately => "no sign-in in the last 90 days";

    public override string NameOf(AccountFilter filter) => filter switch
    {
        AccountFilter.All => "All",
        AccountFilter.WithoutSecondFactor => "Without 2FA",
        AccountFilter.Locked => "Locked",
        AccountFilter.Disabled => "Disabled",
        AccountFilter.Admins => "Admins",
    };

    public override string SecondFactorTag(Account account, int methods) => methods switch
    {
        0 when account.IsLegacy => "2FA: number on file",
        0 => "no 2FA",
        1 => "2FA: 1 method",
        _ => $"2FA: {methods} methods",
    };
    public override string AdminTag => "admin";
    public override string LockedTag => "locked";
    public override string DisabledTag => "disabled";
    public override string UnprovenTag => "address not confirmed";

    public override string AccountFacts => "Account";
    public override string AccountNumber => "Number";
    public override string FullName => "Full name";
    public override string ConfirmedOn => "confirmed on";
    public override string NoneThere => "none";
    public override string NoPasswordKeyOnly => "none: API key only, or it was voided";
    public override string PasswordIsSet => "set";
    public override string AccountMade => "Made";
    public override string LastSignInTitle => "Last sign-in";
    public override string SessionsNow => "Open sessions";
    public override string MessagesOfAccount => "those to this account";
    public override string DisabledSince => "Disabled since";
    public override string KeysLead =>
        "Disabling the account ends them all. A single one is deleted in the shell of the server: account key delete.";
    public override string KeyByOperator => "made by an operator";
    public override string PersonFroze(DateTimeOffset until) =>
        $"This person said “this wasn't me”: second factors cannot be changed until {Instant(until)}, or until the password is reset by " +
        $"e-mail.";
    public override string PersonLeaves(DateTimeOffset asked, string from, DateTimeOffset due) =>
        $"This account will be deleted on {Instant(due)}. Whoever was signed in asked for it on {Instant(asked)}, from {from}.";
    public override string LeavingWhatNow =>
        "The person can call it off on their security page, or by the link in their e-mail. If somebody else asked for it, disable the " +
        "account: while it is disabled, nothing is deleted.";
    public override string LeavingHeldUp =>
        "While the account is disabled, nothing is deleted. After you enable it, the whole time to call it off begins again.";
    public override string LeavingTold(DateTimeOffset at) => $"The person was told on {Instant(at)}.";
    public override string LeavingUntold =>
        "The notice to the person has not left yet. Nothing is deleted before it has, and the whole time to call it off begins then. It " +
        "is written anew once a day; the messages of the account say why it stays.";
    public override string LeavingUnreachable =>
        "Nobody could be told: the account has no confirmed address. The person sees it on their security page only.";

    public override string SecondFactorsTitle => "Second factors";
    public override string AccountIsOn => "Two-factor authentication is on.";
    public override string AccountIsLegacy => "Two-factor authentication is on, by text messages to the number on file.";
    public override string AccountIsOff => "Two-factor authentication is off: the password alone opens this account.";
    public override string CodesThere(int left) => $"{left} left";
    public override string CodesRestored(int restored) => $"{restored} from a restored backup: perhaps spent before";
    public override string WholeAccount => "All codes";
    public override string CodesByMail => "Codes by e-mail";
    public override string NumberOnFile => "Number on file";
    public override string FailuresTitle => "Wrong codes that still count";
    public override string LockedFor(DateTimeOffset until) => until > Present.AddYears(1)
        ? "locked until it is unlocked here"
        : $"locked for {Until(until)}";

    public override string RecentActivity => "Recent activity";
    public override string ReasonWas(string reason) => $"Reason: {reason}";

    public override string ByShell(string user) => $"by {user} at the server's shell";
    public override string ByAdmin(AccountId admin) => $"by the admin of account {admin.Value}";

    public override string ActsTitle => "Help, or stop somebody";
    public override string ActsLead =>
        "Each step asks for your own second factor, is written into the account's activity, and is told to its person.";
    public override string OwnAccountHint => "This is your own account. Look after it in your own settings:";

    public override string TitleOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => "Unlock",
        AccountAct.Reset => "Reset second factors",
        AccountAct.Disable => "Disable account",
        AccountAct.Enable => "Enable account",
    };

    public override string ButtonOf(AccountAct act) => act switch
    {
        AccountAct.Unlock => "Unlock now",
        AccountAct.Reset => "Reset now",
        AccountAct.Disable => "Disable now",
        AccountAct.Enable => "Enable now",
    };

    public override string WhatHappens => "What happens";
    public override string UnlockClears => "All locks, counted failures and waits go, those of the password too.";
    public override string UnlockKeeps => "Password, second factors and recovery codes stay as they are.";
    public override string UnlockLook => "Whoever was guessing gets new tries: look at the recent activity first.";
    public override string ResetMethod(MethodName method, string kind) =>
        method.Say(given => $"“{given}” goes ({kind}).", what => $"The {WizardEnglish.Lower(what)} goes.");
    public override string ResetNumberOnFile => "The number on file signs in nobody any more.";
    public override string ResetCodes(int left) => left switch
    {
        0 => "There are no recovery codes left that could go.",
        1 => "The last recovery code becomes void.",
        _ => $"The {left} recovery codes that are left become void.",
    };
    public override string ResetThen => "After that the password alone opens the account, until the person sets up a new method.";
    public override string ResetThenRequired =>
        "At the next sign-in the password is enough, and then the person must set up a new method first of all.";
    public override string ResetFrozen(DateTimeOffset until) =>
        $"The person froze changes until {Instant(until)}: that ends with it.";
    public override string VoidPassword => "Somebody else may know the password: void it too. The person sets another one by e-mail.";
    public override string ResetVoids =>
        "Somebody else may know the password, so it opens nothing any more: the person sets another one by e-mail.";
    public override string ResetIsVoid => "The password opens nothing already: the person sets another one by e-mail.";
    public override string ResetMailboxDoubted =>
        "Somebody has said \"this wasn't me\" of a password that was set by e-mail, so whoever has the mailbox may not be its owner: make " +
        "sure that the address is theirs. The password opens nothing any more: the person sets another one by e-mail.";
    public override string PhoneLost =>
        "The phone is lost as well: no number of the account hears of this, and the number on file is removed.";
    public override string EndsSessions(int open) => open switch
    {
        0 => "Every remembered browser is forgotten. Nobody is signed in now.",
        1 => "The open session ends, and every remembered browser is forgotten.",
        _ => $"All {open} open sessions end, and every remembered browser is forgotten.",
    };
    public override string DisableShuts => "Nobody can sign in to this account, and its API keys stop working.";
    public override string DisableKeeps => "Nothing is deleted. It can be enabled again here.";
    public override string EnableOpens => "The person can sign in again, and the API keys work again.";
    public override string EnableKeeps => "Password and second factors are as they were when it was disabled.";
    public override string NoticeGoes(string address) => $"A notice goes to {address} at once.";
    public override string NoNoticeGoes => "No notice can go out, because the address is not confirmed: tell the person yourself.";

    public override string ReasonOf(AccountAct act) => act switch
    {
        AccountAct.Reset => "How do you know that it is the person who asks?",
        AccountAct.Unlock => "Why? (optional)",
        AccountAct.Disable or AccountAct.Enable => "Why?",
    };

    public override string ReasonHintOf(AccountAct act) => act switch
    {
        AccountAct.Reset =>
            "Like “came to the proofs with her passport”. An e-mail or a call alone proves nothing: whoever wants into this account says " +
            "the same. It is kept for the record.",
        AccountAct.Unlock or AccountAct.Disable or AccountAct.Enable => "It is kept for the record.",
    };

    public override string ReasonBad =>
        $"Say why, in {Reason.Shortest} to {Reason.Longest} characters that can be shown, and without marks that nobody sees, such as " +
        "those that join letters or turn the direction of writing.";

    public override string ActOf(StoredAuditEntry entry) => (entry.Outcome, NumberIn(entry)) switch
    {
        ("admin_unlocked", var id) => $"As an admin: unlocked account {id}",
        ("admin_reset", var id) => $"As an admin: reset the second factors of account {id}",
        ("admin_disabled", var id) => $"As an admin: disabled account {id}",
        ("admin_enabled", var id) => $"As an admin: enabled account {id}",
        _ => "As an admin: changed something", // an open list: more acts come with more pages
    };
}
