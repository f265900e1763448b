using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>An access token after a change.</summary>
public sealed record TokenChanged(SessionId Id);

/// <summary>The access tokens of the caller's account: list them, disable one, delete one.</summary>
public sealed class TokensOfAccount(Ground ground, AuditLog audit)
{
    /// <summary>Those whose time is not over, disabled ones too, youngest first.</summary>
    public Task<IReadOnlyList<Session>> List(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => SessionStore.ListTokens(sql, caller.Account.Id), ct);

    /// <summary>Disables one: it stays in the list and opens nothing any more. Disabling it again changes nothing.</summary>
    public Task<Answer<TokenChanged>> Disable(Caller caller, SessionId id, CancellationToken ct) => Change(caller, id, async tx =>
    {
        var tokens = await SessionStore.ListTokens(tx, caller.Account.Id);
        if (tokens.All(token => token.Id != id)) return false;

        await SessionStore.TryEnd(tx, caller.Account.Id, id);
        return true;
    }, ct);

    /// <summary>Deletes one.</summary>
    public Task<Answer<TokenChanged>> Delete(Caller caller, SessionId id, CancellationToken ct) =>
        Change(caller, id, tx => SessionStore.TryDeleteToken(tx, caller.Account.Id, id), ct);

    private Task<Answer<TokenChanged>> Change(
        Caller caller, SessionId id, Func<Tx, Task<bool>> change, CancellationToken ct) =>
        ground.Db.Write<Answer<TokenChanged>>(caller.Account.Id, async tx =>
        {
            await Callers.Refresh(tx, caller);
            if (!await change(tx)) return Refusal.NotFound;

            await audit.Append(tx, caller.Entry(AuditEvent.AuthnTokenRevoked));
            return new TokenChanged(id);
        }, ct);
}
