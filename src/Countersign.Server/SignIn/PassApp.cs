using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Whether a request may pass to an application behind a proxy, as far as what it carries says.</summary>
/// <param name="Person">Whom it may pass as; null: as nobody.</param>
/// <param name="IsFree">Whether it may pass.</param>
public sealed record AppPassing(bool IsFree, AppPerson? Person, AppProof? Proof);

/// <summary>Where a request comes from: its address, and all of it, made where it is written down.</summary>
public sealed record AskedFrom(string IpAddress, Func<Source> Whole);

/// <summary>
/// Decides about each request to an application behind a proxy: by one question and without a change, so that what ends a sign-in, removes
/// the application or shuts the person out holds with the next request on every server.
/// </summary>
public sealed class PassApp(Ground ground, AppPasses passes, AppPassages passages, FalseCredentials falses, CredentialDecisions decisions)
{
    private static readonly AppPassing Nobody = new(IsFree: false, null, null);

    /// <param name="app">The application that is at the address.</param>
    /// <param name="carried">What the browser carries there; null: nothing.</param>
    /// <param name="source">Where the request comes from, for what is to be written down.</param>
    public async Task<AppPassing> Run(App app, AppAddress address, string? carried, AskedFrom source, CancellationToken ct)
    {
        // What is demanded is known from a moment ago. A grant dies with the demand that it was given under, so what it opens is as it was.
        if (carried is not null && await Find(app, address.Origin, carried, source, ct) is { } there)
            return Judge(there, app.Said.At(address.Target), source);

        // It may be gone, or open no longer, since it was looked at last.
        return app.Said.At(address.Target).IsOpen && await ground.Db.Ask(sql => AppStore.Find(sql, app.Id), ct) is { } now
            ? Nobody with { IsFree = now.Said.At(address.Target).IsOpen }
            : Nobody;
    }

    private async Task<AppPassage?> Find(App app, string origin, string carried, AskedFrom source, CancellationToken ct)
    {
        if (passes.Find(origin, carried) is not { } pass
            || await passages.Find(app.Id, pass, ct) is not { } found)
        {
            falses.Note(source.Whole());
            return null;
        }

        if (found.IsAlive(ground.Now())) return found;

        decisions.Ended(found, source.Whole());
        return null;
    }

    private AppPassing Judge(AppPassage there, AppPath demand, AskedFrom source)
    {
        var now = ground.Now();
        var proof = EnterApp.ProofOf(there.SignedInAt, there.HasFactor, there.Factor, now);
        var isEnough = demand.Level is not { } level
            || (AppProofRules.Judge(proof, new(level, demand.FreshFor, IsAnew: false, AskedAt: null), now) is AppStep.Enter
                && (there.HasFactor || !Requirement.Of(ground.Policy, there.OrderedFrom, now).Holds));
        decisions.Passed(there, source, isEnough ? AuditOutcome.Success : AuditOutcome.SecondFactorNeeded);
        return new(isEnough, there.Person, proof);
    }
}
