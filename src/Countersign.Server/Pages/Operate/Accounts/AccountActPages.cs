using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;

namespace Countersign.Server.Pages.Operate.Accounts;

/// <summary>An act on an account, as its page explains it.</summary>
public sealed record ActView(AccountAct Act, AccountState State);

/// <summary>Asks an admin for the reason and the proof of an act, and has it done.</summary>
public sealed class AccountActPages(ShowAccount show, ChangeProofs changes, AdminOperators admins, AccountActs acts)
{
    /// <summary>The name of the field with the reason.</summary>
    public const string ReasonField = "reason";

    /// <summary>The name of the field with the version of the account that the page shows.</summary>
    public const string SeenField = "seen";

    /// <summary>The name of the field that makes a reset void the password too.</summary>
    public const string VoidField = "void-password";

    /// <summary>The name of the field that says at a reset that the phone is lost, too.</summary>
    public const string PhoneLostField = "phone-lost";

    /// <summary>The page of an act.</summary>
    public async Task<IResult> Ask(PageCall call, AccountId id, AccountAct act, CancellationToken ct)
    {
        if (await show.Run(id, ct) is not { } state) return call.GoTo(PagePaths.OperateAccounts, Said.NothingThere);

        return NotNow(call, state, act) is { } said
            ? Lead(call, id, said)
            : await changes.Ask(call, ChangeOf(call, new(act, state)), ct);
    }

    /// <summary>Does it, or shows the page again with what was typed.</summary>
    public async Task<IResult> Submit(PageCall call, AccountId id, AccountAct act, CancellationToken ct)
    {
        if (await show.Run(id, ct) is not { } state) return call.GoTo(PagePaths.OperateAccounts, Said.NothingThere);

        var change = ChangeOf(call, new(act, state));
        if (ChangeProofs.WantsCode(call)) return await changes.SendAndAsk(call, change, ct);
        if (IsReasonBad(call, act)) return await changes.AskAgain(call, change, null, ct);
        if (await changes.Read(call, ct) is not var (_, proof) || PageCall.NumberOf(call.Field(SeenField)) is not { } seen)
            return call.GoTo(change.Path, Said.BeginAgain);

        var by = await admins.Prepare(call.Caller, proof, ct);
        var refused = await acts.Run(act, by, new(id, seen), Reason.Find(call.Field(ReasonField)), WayIn(call), ct);
        return refused switch
        {
            null => call.GoTo(change.Back, DoneOf(act, state)),
            { Why: Refusal.Proof } unproven => await changes.AskAgain(call, change, ProofSaid.Of(unproven), ct),
            _ => Lead(call, id, SaidOf(refused.Operator!.Value)),
        };
    }

    /// <summary>Whether the reason is missing, too short or too long.</summary>
    public static bool IsReasonBad(PageCall call, AccountAct act) =>
        Reason.Find(call.Field(ReasonField)) is null && (AccountActs.NeedsReason(act) || call.Field(ReasonField).Length > 0);

    private static ResetWay WayIn(PageCall call) => new(
        call.Field(VoidField).Length > 0 ? OldPassword.Voided : OldPassword.Judged,
        call.Field(PhoneLostField).Length > 0 ? OldPhones.Lost : OldPhones.Told);

    // What the verb would refuse is told before anybody types a reason.
    private static Said? NotNow(PageCall call, AccountState state, AccountAct act) =>
        state.Account.Id == call.Caller.Account.Id ? Said.OwnAccount : NotNow(state, act);

    private static Said? NotNow(AccountState state, AccountAct act) => act switch
    {
        AccountAct.Reset => state.IsOn || state.Factors.BackupCodesLeft > 0 ? null : Said.NothingToReset,
        AccountAct.Disable => state.Account.IsDisabled ? Said.AlreadyDisabled : state.IsLastAdmin ? Said.LastAdmin : null,
        AccountAct.Enable => state.Account.IsDisabled ? null : Said.NotDisabled,
        AccountAct.Unlock => null,
    };

    private static IResult Lead(PageCall call, AccountId id, Said said) => said switch
    {
        Said.OwnAccount => call.GoTo(PagePaths.Security, said),
        Said.BeginAgain => call.GoTo(PagePaths.OperateAccounts),
        _ => call.GoTo(AccountActs.PathOf(id), said), // an open list: every other word is about that account
    };

    private static Said SaidOf(OperatorRefusal why) => why switch
    {
        OperatorRefusal.NotAdmin => Said.BeginAgain,
        OperatorRefusal.OwnAccount => Said.OwnAccount,
        OperatorRefusal.OwnChangesFrozen => Said.OwnChangesFrozen,
        OperatorRefusal.OwnFactorUnconfirmed => Said.OwnFactorUnconfirmed,
        OperatorRefusal.NoSuchAccount => Said.NothingThere,
        OperatorRefusal.ChangedMeanwhile => Said.AccountChanged,
        OperatorRefusal.AlreadyDisabled => Said.AlreadyDisabled,
        OperatorRefusal.NotDisabled => Said.NotDisabled,
        OperatorRefusal.LastAdmin => Said.LastAdmin,
        OperatorRefusal.AlreadyAdmin or OperatorRefusal.NotAnAdmin or OperatorRefusal.AlreadyRequired or OperatorRefusal.NotRequired =>
            throw new InvalidOperationException("That is told elsewhere."),
    };

    private static Said DoneOf(AccountAct act, AccountState state) => act switch
    {
        AccountAct.Unlock => Said.AccountUnlocked,
        AccountAct.Reset => state.Account.IsEmailVerified ? Said.FactorsReset : Said.FactorsResetUntold,
        AccountAct.Disable => Said.AccountDisabled,
        AccountAct.Enable => Said.AccountEnabled,
    };

    private static Change ChangeOf(PageCall call, ActView view)
    {
        var (id, texts) = (view.State.Account.Id, call.Texts);
        return new(AccountActs.PathOf(id, view.Act), texts.Accounts
            .TitleOf(view.Act), view.State.Account.Email.Text, texts.Accounts.ButtonOf(view.Act))
        {
            IsGrave = view.Act is AccountAct.Reset or AccountAct.Disable,
            Here = PagePaths.OperateAccounts,
            Back = AccountActs.PathOf(id),
            WhenFrozen = Said.OwnChangesFrozen,
            Above = new(typeof(ActExplained), view),
            Fields = new(typeof(ActFields), view),
        };
    }
}
