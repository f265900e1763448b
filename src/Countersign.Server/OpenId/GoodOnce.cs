using System.Security.Claims;
using Countersign.Server.Storage;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Countersign.Server.OpenId;

/// <summary>
/// Codes, and what renews, are good once. Whoever comes second has a copy, or the first had one: nobody knows which, so all that was given
/// by the same grant ends (RFC 9700 §2.1.2, §4.14.2), and its person can read of it. The library would let a crowd renew by the same one.
/// </summary>
public sealed class GoodOnce(Db db, AppWitness witness)
{
    /// <summary>The token that stands behind this, or null.</summary>
    public async Task<AppToken?> Find(ClaimsPrincipal? presented, CancellationToken ct) =>
        IddictText.NumberOf(presented?.GetTokenId()) is { } id ? await db.Ask(sql => AppTokenStore.Find(sql, id), ct) : null;

    /// <summary>Uses one up; false, and all is over, where somebody was faster.</summary>
    public Task<bool> TrySpend(AppToken token, CancellationToken ct) => db.Write(token.Account!.Value, async tx =>
    {
        if (await AppTokenStore.TryRedeem(tx, token.Id)) return true;

        await EndFamily(tx, token);
        return false;
    }, ct);

    /// <summary>Ends all that was given by the same grant.</summary>
    public Task EndFamily(AppToken token, CancellationToken ct) => db.Write(token.Account!.Value, tx => EndFamily(tx, token), ct);

    private async Task EndFamily(Tx tx, AppToken token)
    {
        if (await AppGrantStore.TryRevoke(tx, token.Grant!.Value)) await witness.UsedTwice(tx, token);
    }
}

/// <summary>Uses up what an application comes with, before it is given anything for it.</summary>
internal sealed class SpendOnce(GoodOnce once) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token) return;

        var read = context.Transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!)!;
        var presented = context.Request.IsRefreshTokenGrantType() ? read.RefreshTokenPrincipal : read.AuthorizationCodePrincipal;
        var ct = context.CancellationToken;
        if (await once.Find(presented, ct) is not { } token || !await once.TrySpend(token, ct))
            context.Reject(Errors.InvalidGrant, "It was used before.");
    }
}

/// <summary>Refuses what was used before; whoever wants something for it has come second.</summary>
internal sealed class RefuseSecondUse(GoodOnce once) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        var isGoodOnce = context.Principal!.HasTokenType(TokenTypeIdentifiers.Private.AuthorizationCode)
            || context.Principal!.HasTokenType(TokenTypeIdentifiers.RefreshToken);
        if (!isGoodOnce) return;
        if (await once.Find(context.Principal, context.CancellationToken) is not { State: Statuses.Redeemed } token) return;

        if (context.EndpointType is OpenIddictServerEndpointType.Token) await once.EndFamily(token, context.CancellationToken);
        context.Reject(Errors.InvalidToken, "It was used before.");
    }
}

/// <summary>With what renews, all goes that it would have renewed (RFC 7009 §2.1).</summary>
internal sealed class EndWithWhatRenews(Db db) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal?.HasTokenType(TokenTypeIdentifiers.RefreshToken) is not true) return;
        if (IddictText.NumberOf(context.GenericTokenPrincipal.GetAuthorizationId()) is { } grant)
            await db.Write(tx => AppGrantStore.TryRevoke(tx, grant), context.CancellationToken);
    }
}
