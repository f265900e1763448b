using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Security;

/// <summary>What the pages of an account's data and its end show.</summary>
/// <param name="Change">What is asked for; null within its own parts.</param>
/// <param name="Refused">Why the last try failed.</param>
/// <param name="End">What goes with the account; null where it stays.</param>
public sealed record OwnerView(Change? Change = null, Refused? Refused = null, AccountEnd? End = null);

/// <summary>Asks for the proof of the owner: by the page with a code, without a second factor by the one with a password.</summary>
public sealed class OwnerPages(ChangeProofs changes)
{
    /// <summary>Shows the page.</summary>
    public Task<IResult> Ask(PageCall call, Change change, CancellationToken ct) => call.Caller.AccountHasSecondFactor
        ? changes.Ask(call, change, ct)
        : Task.FromResult(call.Show<OwnerPage>(new OwnerView(change)));

    /// <summary>The proof in the form; null: there is no such way any more.</summary>
    public async Task<OwnerProof?> Read(PageCall call, CancellationToken ct)
    {
        if (!call.Caller.AccountHasSecondFactor) return new(null, call.Secret("password"));

        return await changes.Read(call, ct) is var (_, proof) ? new(proof, null) : null;
    }

    /// <summary>Shows it again after a refusal, with what was typed, or leads back where trying again does not help.</summary>
    public async Task<IResult> Again(PageCall call, Change change, Refused refused, CancellationToken ct) => refused.Why switch
    {
        Refusal.Proof => await changes.AskAgain(call, change, ProofSaid.Of(refused), ct),
        Refusal.NameMismatch when call.Caller.AccountHasSecondFactor => await changes.AskAgain(call, change, null, ct),
        Refusal.WrongPassword or Refusal.PasswordMissing or Refusal.TryLater or Refusal.NameMismatch =>
            call.Show<OwnerPage>(new OwnerView(change, refused), StatusCodes.Status422UnprocessableEntity, at: change.Path),
        Refusal.LastAdmin => call.GoTo(change.Back, Said.OwnLastAdmin),
        Refusal.DeletionAsked => call.GoTo(change.Back, Said.DeletionWaits),
        _ => call.GoTo(change.Back, ProofSaid.Of(refused)), // an open list on purpose: nothing was changed
    };
}
