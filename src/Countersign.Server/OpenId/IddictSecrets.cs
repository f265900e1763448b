using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Countersign.Server.OpenId;

/// <summary>Compares the secrets of applications our way: two may be good while one is being renewed.</summary>
public sealed class IddictSecrets(
    IOpenIddictApplicationCache<App> cache, ILogger<OpenIddictApplicationManager<App>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<App> store)
    : OpenIddictApplicationManager<App>(cache, logger, options, store)
{
    /// <inheritdoc/>
    public override ValueTask<bool> ValidateClientSecretAsync(
        App application, string secret, CancellationToken cancellationToken = default) =>
        new(AppSecret.Holds(secret, application.SecretHashes));
}
