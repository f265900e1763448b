using System.Text.Json;
using Countersign.Core;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Countersign.Server.Verification;

/// <summary>A question that a passkey is to answer.</summary>
/// <param name="Options">What the browser is given, in JSON (W3C Web Authentication §5.1).</param>
/// <param name="State">What the answer is checked against; nobody else may write it.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>
/// The two ceremonies of W3C Web Authentication §7, by the framework: type, question, origin, site, presence, verification, signature,
/// algorithm and counter are its checks. It is given what it may know (<see cref="PasskeyBook"/>); that a question is answered once is
/// ours.
/// </summary>
public sealed class PasskeyCeremonies(PasskeySite site, Policy policy)
{
    private const string Preferred = "preferred";
    private const string Required = "required";

    // Longer than any browser's answer of a passkey without a certificate of its maker.
    private const int LongestAnswer = 16 * 1024;

    /// <summary>What a new passkey of this account is made by.</summary>
    /// <param name="known">Those it has: a device that holds one of them makes no second.</param>
    public async Task<PasskeyQuestion> AskToMake(Account account, IReadOnlyList<Passkey> known)
    {
        var owner = OwnerOf(account, known);
        var name = account.Email.Text;
        var asked = await Framework(owner, Preferred).MakeCreationOptionsAsync(
            new() { Id = owner.Handle, Name = name, DisplayName = account.FullName.Length > 0 ? account.FullName : name },
            new DefaultHttpContext());
        return new(asked.CreationOptionsJson, asked.AttestationState!);
    }

    /// <summary>The passkey that was made; null when any check fails.</summary>
    public async Task<UserPasskeyInfo?> Made(Account account, string state, string json)
    {
        if (json.Length > LongestAnswer) return null;

        var result = await Framework(OwnerOf(account, []), Preferred).PerformAttestationAsync(
            new() { HttpContext = new DefaultHttpContext(), CredentialJson = json, AttestationState = state });
        return result.Succeeded ? result.Passkey : null;
    }

    /// <summary>What one of an account's passkeys proves itself by.</summary>
    public Task<PasskeyQuestion> AskToUse(Account account, IReadOnlyList<Passkey> known) => Ask(OwnerOf(account, known), Preferred);

    /// <summary>What a passkey of whomsoever opens an account by alone: whoever holds it must be verified by it.</summary>
    public Task<PasskeyQuestion> AskToEnter() => Ask(null, Required);

    /// <summary>What is now known of the passkey that answered; null when any check fails.</summary>
    /// <param name="isAlone">It is to stand for the password too.</param>
    public async Task<UserPasskeyInfo?> Used(Account account, Passkey passkey, string state, string json, bool isAlone)
    {
        if (json.Length > LongestAnswer) return null;

        var result = await Framework(OwnerOf(account, [passkey]), isAlone ? Required : Preferred).PerformAssertionAsync(
            new() { HttpContext = new DefaultHttpContext(), CredentialJson = json, AssertionState = state });
        return result.Succeeded ? result.Passkey : null;
    }

    /// <summary>Which passkey says that it answers; null when this is no answer.</summary>
    public static byte[]? NameIn(string json)
    {
        try
        {
            return json.Length <= LongestAnswer && JsonSerializer.Deserialize<Named>(json, JsonSerializerOptions.Web)?.Id is { } id
                && System.Buffers.Text.Base64Url.IsValid(id)
                ? System.Buffers.Text.Base64Url.DecodeFromChars(id)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<PasskeyQuestion> Ask(PasskeyOwner? owner, string verification)
    {
        var asked = await Framework(owner, verification).MakeRequestOptionsAsync(owner, new DefaultHttpContext());
        return new(asked.RequestOptionsJson, asked.AssertionState!);
    }

    private static PasskeyOwner OwnerOf(Account account, IReadOnlyList<Passkey> known) => new(account.Id, account.Email.Text, known);

    private PasskeyHandler<PasskeyOwner> Framework(PasskeyOwner? owner, string verification) => new(
        new UserManager<PasskeyOwner>(
            new PasskeyBook(owner), Options.Create(new IdentityOptions()), new PasswordHasher<PasskeyOwner>(), [], [],
            new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<PasskeyOwner>>.Instance),
        Options.Create(new IdentityPasskeyOptions
        {
            AuthenticatorTimeout = policy.PasskeyLife,
            ChallengeSize = 32,
            ServerDomain = site.Name,
            UserVerificationRequirement = verification,
            ResidentKeyRequirement = Preferred,
            AttestationConveyancePreference = "none",
            ValidateOrigin = asked => ValueTask.FromResult(asked.Origin == site.Origin && !asked.CrossOrigin),
        }));

    private sealed record Named(string? Id);
}
