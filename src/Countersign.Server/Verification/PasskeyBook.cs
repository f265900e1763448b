using Countersign.Core;
using Microsoft.AspNetCore.Identity;

namespace Countersign.Server.Verification;

/// <summary>An account as the framework looks at one.</summary>
/// <param name="Passkeys">Those it may use.</param>
internal sealed record PasskeyOwner(AccountId Account, string Name, IReadOnlyList<Passkey> Passkeys)
{
    /// <summary>What its passkeys call it.</summary>
    public string Handle => Account.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// What the framework may know while it checks one answer: one account, read before. It reads nothing and writes nothing; what it found
/// is saved by us.
/// </summary>
/// <param name="owner">Null: nobody is known.</param>
internal sealed class PasskeyBook(PasskeyOwner? owner) : IUserPasskeyStore<PasskeyOwner>
{
    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name);

    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(owner?.Handle == userId ? owner : null);

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult<PasskeyOwner?>(null);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(Of)]);

    public Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(owner, credentialId) is null ? null : owner);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(user, credentialId) is { } known ? Of(known) : null);

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw Reading();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) =>
        throw Reading();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Reading();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Reading();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Reading();

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw Reading();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw Reading();

    public void Dispose()
    {
        // Nothing is open.
    }

    private static Passkey? Find(PasskeyOwner? owner, byte[] credentialId) =>
        owner?.Passkeys.FirstOrDefault(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId));

    private static UserPasskeyInfo Of(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.CreatedAt, (uint)passkey.SignCount,
        passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), passkey.IsUserVerified, passkey.IsBackupEligible,
        passkey.IsBackedUp, [], []);

    private static NotSupportedException Reading() => new("What the framework finds is saved by us.");
}
