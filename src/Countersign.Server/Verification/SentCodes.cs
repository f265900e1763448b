using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>
/// The codes we send: a challenge keeps a keyed hash to compare with, and the code sealed, so that it can be sent again
/// while it lives.
/// </summary>
public sealed class SentCodes(CodeHash hash, SecretBox box)
{
    /// <summary>The code as its challenge keeps it, bound to challenge, account, purpose, method and destination.</summary>
    public CodeOfChallenge Keep(Challenge challenge, Channel channel, MethodId? method, string destination, Code code)
    {
        var hashed = hash.Make(PlaceOf(challenge, method, destination), code.Reveal());
        var sealedCode = box.Seal(System.Text.Encoding.ASCII.GetBytes(code.Reveal()), SealedPlaceOf(challenge));
        return new(channel, method, destination, hashed.KeyId, hashed.Mac, sealedCode);
    }

    /// <summary>Compares an offered code with the sent one.</summary>
    public Comparison Compare(StoredChallenge stored, Code code)
    {
        var challenge = stored.Challenge;
        if (stored is not { CodeKey: { } key, CodeHash: { } mac }) return Comparison.Wrong;

        var place = PlaceOf(challenge, challenge.Method, challenge.Destination!);
        return hash.Matches(new(key, mac), place, code.Reveal()) ? Comparison.Right : Comparison.Wrong;
    }

    /// <summary>The live code, to send it again.</summary>
    /// <exception cref="InvalidDataException">It cannot be opened; nothing is sent.</exception>
    public Code Open(StoredChallenge stored) =>
        stored.SealedCode is { } bytes && box.TryOpen(bytes, SealedPlaceOf(stored.Challenge), out var plain)
            && Code.TryParse(System.Text.Encoding.ASCII.GetString(plain), out var code)
            ? code
            : throw new InvalidDataException("The stored code of a challenge cannot be opened.");

    private static CodePlace PlaceOf(Challenge challenge, MethodId? method, string destination) =>
        new(challenge.Id.Value, challenge.Account.Value, WordOf(challenge.Purpose), method?.Value, destination);

    /// <summary>The place of a challenge's sealed code.</summary>
    public static SealPlace SealedPlaceOf(ChallengeId challenge, AccountId account) =>
        new("challenges", "sealed_code", challenge.Value, account.Value);

    private static SealPlace SealedPlaceOf(Challenge challenge) => SealedPlaceOf(challenge.Id, challenge.Account);

    // Part of what is hashed: these words must stay as they are, whatever the members are called.
    private static string WordOf(ChallengePurpose purpose) => purpose switch
    {
        ChallengePurpose.LogIn => "LogIn",
        ChallengePurpose.Change => "Change",
        ChallengePurpose.Authorize => "Authorize",
        ChallengePurpose.Enroll => "Enroll",
        ChallengePurpose.VerifyEmail => "VerifyEmail",
        ChallengePurpose.ResetPassword => "ResetPassword",
        ChallengePurpose.Disable => "Disable",
        ChallengePurpose.ConfirmFactor => "ConfirmFactor",
        ChallengePurpose.NotMe => "NotMe",
    };
}
