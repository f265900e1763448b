using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Whether a request may pass to an application behind a proxy, as far as what it carries says.</summary>
/// <param name="Person">Whom it may pass as; null: as nobody.</param>
/// <param name="IsFree">Whether it may pass.</param>
public sealed record AppPassing(bool IsFree, Account? Person, AppProof? Proof);

/// <summary>
/// Decides about each request to an application behind a proxy: by one question and without a change, so that what ends a sign-in, removes
/// the application or shuts the person out holds with the next request on every server.
/// </summary>
public sealed class PassApp(Ground ground, AppPasses passes, FalseCredentials falses, CredentialDecisions decisions)
{
    private static readonly AppPassing Nobody = new(IsFree: false, null, null);

    /// <param name="app">The application that is at the address.</param>
    /// <param name="carried">What the browser carries there; null: nothing.</param>
    public async Task<AppPassing> Run(App app, AppAddress address, string? carried, Source source, CancellationToken ct)
    {
        if (carried is not null && await Find(address.Origin, carried, source, ct) is { } there)
            return Judge(there, AppPathRules.At(
                AppPathText.Read(there.Paths), new("/", there.Level, there.FreshFor), address.Target), source);

        // It may be gone, or open no longer, since it was looked at last.
        return app.Said.At(address.Target).IsOpen && await ground.Db.Ask(sql => AppStore.Find(sql, app.Id), ct) is { } now
            ? Nobody with { IsFree = now.Said.At(address.Target).IsOpen }
            : Nobody;
    }

    private async Task<AppPassage?> Find(string origin, string carried, Source source, CancellationToken ct)
    {
        if (passes.Find(origin, carried) is not { } pass
            || await ground.Db.Ask(sql => AppPassStore.Find(sql, pass.Account, pass.Grant), ct) is not { } found)
        {
            falses.Note(source);
            return null;
        }

        if (found.IsAlive) return found;

        decisions.Ended(found, source);
        return null;
    }

    private AppPassing Judge(AppPassage there, AppPath demand, Source source)
    {
        var (now, hasFactor) = (ground.Now(), there.Account.NeedsSecondFactor(there.Methods));
        var proof = EnterApp.ProofOf(there.SignedInAt, hasFactor, there.Factor, now);
        var isEnough = demand.Level is not { } level
            || (AppProofRules.Judge(proof, new(level, demand.FreshFor, IsAnew: false, AskedAt: null), now) is AppStep.Enter
                && !there.Account.MustTurnOnSecondFactor(there.Methods, Requirement.Of(ground.Policy, there.OrderedFrom, now)));
        decisions.Passed(there, source, isEnough ? AuditOutcome.Success : AuditOutcome.SecondFactorNeeded);
        return new(isEnough, there.Account, proof);
    }
}
