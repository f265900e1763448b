using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Adds an application. Its secret is made here and shown once; one that can keep none gets none.</summary>
public sealed class AddApp(AppDesk desk, SharedSecrets shared)
{
    /// <summary>An admin does it.</summary>
    public async Task<Answer<AddedApp>> Run(Caller caller, Proof proof, NewApp app, CancellationToken ct)
    {
        var secret = SecretFor(app);
        return await desk.Run(caller, proof, ActOf(app, secret), ct) is { } refused ? refused : new AddedApp(secret);
    }

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>Null when there is one of this name, or there are as many as there may be.</returns>
    public async Task<AddedApp?> Run(string user, NewApp app, CancellationToken ct)
    {
        var secret = SecretFor(app);
        return await desk.Run(user, "app add", ActOf(app, secret), ct) ? new AddedApp(secret) : null;
    }

    private static Token? SecretFor(NewApp app) => app.Kind switch
    {
        AppKind.Web or AppKind.Radius or AppKind.Api => Token.New(TokenKind.App),
        AppKind.Public or AppKind.Proxy => null,
    };

    private AppAct ActOf(NewApp app, Token? secret) => new(AuditEvent.AppAdded, app.Name, async tx =>
    {
        await tx.OneByOne("applications");
        if (await AppStore.Count(tx) >= AppRules.Most || await AppStore.Find(tx, app.Name) is not null) return false;
        if (await IsTaken(tx, app)) return false;

        var id = await AppStore.Add(tx, app, secret is null || app.Kind is AppKind.Radius ? null : AppSecret.HashOf(secret));
        if (secret is not null && app.Kind is AppKind.Radius) await shared.Set(tx, id, secret, pastUntil: null);
        return true;
    });

    // By where a request goes, or comes from, one application is found.
    private static async Task<bool> IsTaken(Tx tx, NewApp app) => (app.Kind switch
    {
        AppKind.Proxy => await AppStore.ListProxied(tx),
        AppKind.Radius => await AppStore.ListAsking(tx),
        AppKind.Web or AppKind.Public or AppKind.Api => [],
    }).Any(other => other.Said.ReturnAddresses.Intersect(app.ReturnAddresses, StringComparer.Ordinal).Any());
}

/// <summary>An application that was added.</summary>
/// <param name="Secret">What is shown once; null for one that can keep none.</param>
public sealed record AddedApp(Token? Secret);
