using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>Adds an application. Its secret is made here and shown once; one that can keep none gets none.</summary>
public sealed class AddApp(AppDesk desk)
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
        AppKind.Web => Token.New(TokenKind.App),
        AppKind.Public or AppKind.Proxy => null,
    };

    private static AppAct ActOf(NewApp app, Token? secret) => new(AuditEvent.AppAdded, app.Name, async tx =>
    {
        await tx.OneByOne("applications");
        if (await AppStore.Count(tx) >= AppRules.Most || await AppStore.Find(tx, app.Name) is not null) return false;
        if (app.Kind is AppKind.Proxy && await IsTaken(tx, app)) return false;

        await AppStore.Add(tx, app, secret is null ? null : AppSecret.HashOf(secret));
        return true;
    });

    // By where a request goes one application is found.
    private static async Task<bool> IsTaken(Tx tx, NewApp app) => (await AppStore.ListProxied(tx))
        .Any(other => other.Said.ReturnAddresses.Intersect(app.ReturnAddresses, StringComparer.Ordinal).Any());
}

/// <summary>An application that was added.</summary>
/// <param name="Secret">What is shown once; null for one that can keep none.</param>
public sealed record AddedApp(Token? Secret);
