using System.Globalization;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Prompt;

/// <summary>One way to prove who one is, as the prompt offers it.</summary>
/// <param name="Key">Its name in addresses and forms: <c>m12</c> for a method, <c>passkey</c> for all passkeys, <c>phone</c>,
/// <c>email</c>, <c>recovery</c>.</param>
/// <param name="Method">The method; null for the others.</param>
/// <param name="LockedUntil">When it opens again; null when it is open.</param>
public sealed record Way(string Key, ProofKind Kind, Method? Method, DateTimeOffset? LockedUntil)
{
    /// <summary>Whether a code must be sent first.</summary>
    public bool IsSent => Kind is ProofKind.Sms or ProofKind.Email;

    /// <summary>How a code of it travels; null when it need not.</summary>
    public Channel? Channel => Kind switch
    {
        ProofKind.Sms => Core.Channel.Sms,
        ProofKind.Email => Core.Channel.Email,
        ProofKind.Totp or ProofKind.BackupCode or ProofKind.Passkey => null,
    };

    /// <summary>Whether the last code of this challenge went this way.</summary>
    public bool HasCode(Challenge challenge) => Channel is { } channel && challenge.Channel == channel && challenge.Method == Method?.Id;

    /// <summary>What a person offers by this way.</summary>
    /// <param name="call">The form that it came with.</param>
    /// <param name="handle">The handle of the challenge its code was sent for.</param>
    public Proof ProofOf(PageCall call, Token? handle) => Kind switch
    {
        ProofKind.Passkey => new(Kind, null, handle?.Reveal(), null, null) { Passkey = PasskeyFields.AnswerIn(call) },
        ProofKind.BackupCode =>
            new(Kind, null, handle?.Reveal(), null, BackupCode.TryParse(call.Field("code"), out var spare) ? spare : null),
        ProofKind.Totp or ProofKind.Sms or ProofKind.Email =>
            new(Kind, Method?.Id, handle?.Reveal(), Code.TryParse(call.Field("code"), out var code) ? code : null, null),
    };
}

/// <summary>The ways of one account, in the order they are offered.</summary>
public static class Ways
{
    private const string Phone = "phone";
    private const string Email = "email";
    private const string Recovery = "recovery";
    private const string Passkey = "passkey";

    /// <summary>Methods first, the one the person wants to be asked for before the last used; then e-mail and recovery codes.</summary>
    public static IReadOnlyList<Way> Of(FactorState factors, ChallengePurpose purpose, Policy policy, DateTimeOffset now)
    {
        var ways = factors.Methods
            .Where(method => method.Kind is MethodKind.Totp || (method.Kind is MethodKind.Passkey ? IsHere(method) : policy.SmsAllowed))
            .OrderByDescending(method => method.IsPrimary).ThenByDescending(method => method.LastUsedAt ?? DateTimeOffset.MinValue)
            .Select(method => new Way(KeyOf(method), VerificationRules.KindOf(method.Kind), method, LockOf(method)))
            .OrderBy(way => way is { Kind: ProofKind.Passkey, LockedUntil: not null })
            .DistinctBy(way => way.Key)
            .ToList();
        if (factors.Account is { IsLegacy: true, Phone: not null })
            ways.Add(new(Phone, ProofKind.Sms, null, Locked(factors.PhoneOnFile, factors, now)));
        if (factors.Account.IsEmailVerified && ChallengeRules.AcceptsEmail(purpose, factors.Methods.Count == 0, policy)
            && factors.MailWaitsUntil(now) is null)
            ways.Add(new(Email, ProofKind.Email, null, Locked(factors.Email, factors, now)));
        if (factors.BackupCodesLeft > 0)
            ways.Add(new(Recovery, ProofKind.BackupCode, null, factors.BackupCode.IsLocked(now) ? factors.BackupCode.LockedUntil : null));
        return ways;

        // Browsers find those of this site only, and choose among them.
        bool IsHere(Method method) =>
            factors.Passkeys.Any(passkey => passkey.Method == method.Id && passkey.Site == policy.PasskeySite);

        // A passkey answers to its own guard only.
        DateTimeOffset? LockOf(Method method) => method.Kind is not MethodKind.Passkey ? Locked(method.Guard, factors, now)
            : method.Guard.IsLocked(now) ? method.Guard.LockedUntil : null;
    }

    /// <summary>What a page runs that asks for a proof by this way.</summary>
    public static IReadOnlyList<string> ScriptsOf(Way? chosen) =>
        chosen?.Kind is ProofKind.Passkey ? ["passkey.js"] : ["code.js", "delivery.js"];

    /// <summary>The way of that name, or null: a code is never tried against another one than its form names.</summary>
    public static Way? Find(IReadOnlyList<Way> ways, string key) => ways.FirstOrDefault(way => way.Key == key);

    /// <summary>The way of that name; else the first, even if it is locked: the prompt then says so, and what still works.</summary>
    public static Way? Pick(IReadOnlyList<Way> ways, string key) =>
        Find(ways, key) ?? (ways is [var first, ..] ? first : null);

    private static string KeyOf(Method method) => method.Kind is MethodKind.Passkey
        ? Passkey
        : string.Create(CultureInfo.InvariantCulture, $"m{method.Id.Value}");

    // Recovery codes answer to their own guard only; everything else is shut with the account.
    private static DateTimeOffset? Locked(Guard guard, FactorState factors, DateTimeOffset now) =>
        guard.IsLocked(now) ? guard.LockedUntil : factors.SpentUntil;
}
