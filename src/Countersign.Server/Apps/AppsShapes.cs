using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Wire;

namespace Countersign.Server.Apps;

/// <summary>Our things in the shapes of this interface.</summary>
public static class AppsShapes
{
    public static KeptPersonAnswer ToWire(this TwoFactorStatus status, string outsideId) => new()
    {
        Person = outsideId,
        Name = status.Account.FullName,
        SecondFactor = status.IsOn,
        Factors = [.. status.Methods.Select(ToWire)],
        RecoveryCodesLeft = status.BackupCodesLeft,
        CreatedAt = status.Account.CreatedAt,
    };

    /// <summary>The word of a kind of proof.</summary>
    public static string WordOf(ProofKind kind) => kind switch
    {
        ProofKind.Totp => AppsFactorWords.App,
        ProofKind.Sms => AppsFactorWords.Sms,
        ProofKind.Email => AppsFactorWords.Email,
        ProofKind.BackupCode => AppsFactorWords.RecoveryCode,
        ProofKind.Passkey => AppsFactorWords.Passkey,
    };

    private static FactorShown ToWire(Method method) => new()
    {
        Id = method.Id.Value,
        Kind = WordOf(VerificationRules.KindOf(method.Kind)),
        Label = method.Label,
        Number = method.Phone?.Masked,
        CreatedAt = method.CreatedAt,
        LastUsedAt = method.LastUsedAt,
        LockedUntil = method.Guard.LockedUntil,
    };
}
