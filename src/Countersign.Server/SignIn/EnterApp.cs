using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>Somebody may go to an application.</summary>
/// <param name="Grant">What everything the application is given hangs on.</param>
public sealed record EnteredApp(long Grant, AccountId Account, AppProof Proof);

/// <summary>What an application asks, once the library has found it in order.</summary>
public sealed record AppAsk(App App, AppDemand Demand, IReadOnlyList<string> Scopes, bool AsksConsentAnew);

/// <summary>
/// Lets somebody who is signed in go to an application: nothing is given before the level that it demands was proven, and the person asked
/// where it isn't the operator's own. Decided, noted and written down in one transaction.
/// </summary>
public sealed class EnterApp(Ground ground, AuditLog audit)
{
    /// <summary>The application of this name, or null.</summary>
    public Task<App?> Find(string? name, CancellationToken ct) =>
        name is { } given && AppRules.IsName(given)
            ? ground.Db.Ask(sql => AppStore.Find(sql, given), ct)
            : Task.FromResult<App?>(null);

    /// <summary>What is to happen first. Whoever has no passkey for this site is not asked for one, but gets one.</summary>
    public async Task<AppStep> Judge(Caller caller, AppAsk ask, CancellationToken ct) =>
        AppProofRules.Judge(ProofOf(caller, ground.Now()), ask.Demand, ground.Now()) switch
        {
            AppStep.ProvePasskey when ground.Policy.PasskeySite is null => AppStep.Impossible,
            AppStep.ProvePasskey when !await HasPasskeyHere(caller, ct) => AppStep.AddPasskey,
            AppStep.Enter or AppStep.ProveFactor or AppStep.SignInAgain when caller.MustTurnOnSecondFactor => AppStep.AddFactor,
            var step => step,
        };

    /// <summary>Whether they are to be asked what it may learn.</summary>
    public async Task<bool> NeedsConsent(Caller caller, AppAsk ask, CancellationToken ct) =>
        ask.App.Said.AsksConsent && !Covers(
            await ground.Db.Ask(sql => AppConsentStore.Find(sql, caller.Account.Id, ask.App.Id), ct), ask);

    /// <summary>They allow it to learn what it asks for.</summary>
    public Task Allow(Caller caller, AppAsk ask, CancellationToken ct) => ground.Db.Write(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        if (await AppStore.Find(tx, ask.App.Id) is null) return;

        await AppConsentStore.Give(tx, account.Id, ask.App.Id, ask.Scopes);
        await audit.Append(tx, caller.Entry(AuditEvent.AppAllowed) with { Args = ArgsOf(ask.App) });
    }, ct);

    /// <summary>Lets them go there; null when something has changed meanwhile, and it is to be judged anew.</summary>
    public Task<EnteredApp?> Run(Caller caller, AppAsk ask, CancellationToken ct) =>
        ground.Db.Write(caller.Account.Id, tx => Run(tx, caller, ask), ct);

    /// <summary>The same, where more is done together with it.</summary>
    internal async Task<EnteredApp?> Run(Tx tx, Caller caller, AppAsk ask)
    {
        var account = await Callers.Refresh(tx, caller);
        var proof = ProofOf(caller, tx.Now);
        if (await AppStore.Find(tx, ask.App.Id) is not { } app || app.DemandVersion != ask.App.DemandVersion) return null;
        if (AppProofRules.Judge(proof, ask.Demand, tx.Now) is not AppStep.Enter) return null;
        if (app.Said.AsksConsent && !Covers(await AppConsentStore.Find(tx, account.Id, app.Id), ask)) return null;

        await AppStore.NoteUse(tx, app);
        var grant = await AppGrantStore.Add(tx, ask.App, account, caller.Session!.Id, ask.Scopes);
        await audit.Append(tx, caller.Entry(AuditEvent.AppEntered) with { Args = ArgsOf(app) });
        return new EnteredApp(grant, account.Id, proof);
    }

    /// <summary>What a session has proven, as far as it can be believed.</summary>
    internal static AppProof ProofOf(DateTimeOffset signedInAt, bool hasFactor, ProvenFactor? factor, DateTimeOffset now)
    {
        var proven = hasFactor && factor is not null && Believed.HasBeen(factor.At, now) ? factor : null;
        return new(signedInAt, hasFactor, proven?.At, proven?.By);
    }

    private static AppProof ProofOf(Caller caller, DateTimeOffset now) =>
        ProofOf(caller.Session!.CreatedAt, caller.AccountHasSecondFactor, caller.Session.Factor, now);

    private async Task<bool> HasPasskeyHere(Caller caller, CancellationToken ct) =>
        (await ground.Db.Ask(sql => PasskeyStore.ListOf(sql, caller.Account.Id), ct)).Any(each => each.Site == ground.Policy.PasskeySite);

    private static bool Covers(AppConsent? given, AppAsk ask) =>
        given is not null && ask.Scopes.All(given.Scopes.Contains)
        && (!ask.AsksConsentAnew || (ask.Demand.AskedAt is { } asked && given.GivenAt >= asked));

    /// <summary>How the audit log names an application.</summary>
    internal static string ArgsOf(App app) => JsonSerializer.Serialize(new Dictionary<string, string> { ["app"] = app.Name });
}
