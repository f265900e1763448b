using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>What becomes of the secret of before.</summary>
public enum PastSecret
{
    /// <summary>It is good for a day, too (<see cref="AppRules.Overlap"/>).</summary>
    GoodForADay,

    /// <summary>It is good no longer: somebody else may have it.</summary>
    OverAtOnce,
}

/// <summary>Gives an application a new secret.</summary>
public sealed class RotateApp(AppDesk desk, SharedSecrets shared)
{
    /// <summary>An admin does it.</summary>
    public async Task<Answer<Token>> Run(Caller caller, Proof proof, string name, PastSecret past, CancellationToken ct)
    {
        var secret = Token.New(TokenKind.App);
        return await desk.Run(caller, proof, ActOf(name, secret, past), ct) is { } refused ? refused : secret;
    }

    /// <summary>Somebody does it at the shell.</summary>
    /// <returns>Null when there is no such application, or it can keep no secret.</returns>
    public async Task<Token?> Run(string user, string name, PastSecret past, CancellationToken ct)
    {
        var secret = Token.New(TokenKind.App);
        return await desk.Run(user, "app rotate", ActOf(name, secret, past), ct) ? secret : null;
    }

    private AppAct ActOf(string name, Token secret, PastSecret past) => new(AuditEvent.AppRotated, name, async tx =>
    {
        DateTimeOffset? pastUntil = past switch
        {
            PastSecret.GoodForADay => tx.Now + AppRules.Overlap,
            PastSecret.OverAtOnce => null,
        };
        if (await AppStore.Find(tx, name) is not { } app) return false;
        if (app.Said.Kind is not AppKind.Radius) return await AppStore.TryRotate(tx, app.Id, AppSecret.HashOf(secret), pastUntil);
        if (!await AppStore.TryNoteShared(tx, app.Id, pastUntil)) return false;

        await shared.Set(tx, app.Id, secret, pastUntil);
        return true;
    });
}
