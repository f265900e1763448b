using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>What becomes of something that was asked about an address: a mail, where somebody has it and may get one.</summary>
public sealed class AnswerAsk(ResetMail reset, VerificationMail verification, AskedMail budget, AuditLog audit, Policy policy)
{
    /// <summary>Looks up who has the address, and writes the mail.</summary>
    public async Task Run(Tx tx, AnonymousAsk ask)
    {
        var owner = await AccountStore.FindByName(tx, ask.Email.Canonical);
        await (ask.What switch
        {
            AskKind.ResetPassword => Reset(tx, ask, owner),
            AskKind.VerifyEmail => VerifyAsked(tx, owner),
            AskKind.SignUp => SignUp(tx, ask, ask.Account!, owner),
        });
    }

    private async Task Reset(Tx tx, AnonymousAsk ask, Account? owner)
    {
        if (owner is not { IsDisabled: false } || !await budget.TrySend(tx, ChallengePurpose.ResetPassword, owner)) return;

        await reset.Enqueue(tx, owner);
        await audit.Append(tx, new(AuditEvent.PasswordResetAsked, ask.Source, owner.Id));
    }

    /// <summary>Writes its owner, who is signed in, another mail that proves the address; one that mail came back from, too.</summary>
    public async Task Verify(Tx tx, AccountId id)
    {
        if (await AccountStore.Find(tx, id) is not { IsDisabled: false } owner) return;
        if (owner.IsEmailVerified && await MarkStore.Find(tx, id, AccountMark.MailBounced) is null) return;
        if (await budget.TrySendOwn(tx, owner)) await Verify(tx, owner);
    }

    private async Task VerifyAsked(Tx tx, Account? owner)
    {
        if (owner is { IsEmailVerified: false } && await budget.TrySend(tx, ChallengePurpose.VerifyEmail, owner)) await Verify(tx, owner);
    }

    private async Task Verify(Tx tx, Account owner) =>
        await verification.Enqueue(tx, owner, policy.LinkLife, await ConfirmedSignUp.FindOnly(tx, owner.Id));

    // Until its address is proven the account bears it as its name: a user name that were kept for it would tell the next who asks for that
    // name that the address had no account before.
    private async Task SignUp(Tx tx, AnonymousAsk ask, AskedAccount chosen, Account? owner)
    {
        if (owner is not null)
        {
            await audit.Append(tx, new(AuditEvent.UserCreated, ask.Source, owner.Id, AuditOutcome.AddressHasAnAccount));
            if (!owner.IsEmailVerified) await Confirm(tx, owner, chosen);
            return;
        }

        var id = await AccountStore.TryAdd(tx, new(ask.Email, ask.Email.Text, Language: chosen.Language));
        OvertakenException.Unless(id is not null);
        await MarkStore.Set(tx, id!.Value, AccountMark.SignedUp, tx.Now);
        await audit.Append(tx, new(AuditEvent.UserCreated, ask.Source, id));
        await Confirm(tx, (await AccountStore.Find(tx, id.Value))!, chosen);
    }

    // The password goes with the link of its own mail. Where there is no room for another mail, nobody's goes with any: else the links that
    // are there, perhaps all of a stranger, would be the only ones for its owner to press.
    private async Task Confirm(Tx tx, Account account, AskedAccount chosen)
    {
        var isSignedUp = await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is not null;
        if (isSignedUp && await SignUpStore.Any(tx, account.Id))
            await MarkStore.Set(tx, account.Id, AccountMark.SignedUpBySeveral, tx.Now);
        if (!await budget.TrySend(tx, ChallengePurpose.VerifyEmail, account))
        {
            if (!isSignedUp) return;

            await SignUpStore.RemoveAll(tx, account.Id);
            await MarkStore.Set(tx, account.Id, AccountMark.SignedUpBySeveral, tx.Now);
            return;
        }

        Concern? about = isSignedUp ? Concern.OfSignUp(await SignUpStore.Add(tx, account.Id, chosen)) : null;
        await verification.Enqueue(tx, account with { Language = chosen.Language ?? account.Language }, policy.LinkLife, about);
    }
}
