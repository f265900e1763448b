using Countersign.Core;

namespace Countersign.Server.Verification;

/// <summary>
/// What a person gave as one-time password: six digits, or a recovery code. Both null: it has the form of neither.
/// </summary>
public sealed record OfferedOtp(Code? Code, BackupCode? RecoveryCode)
{
    /// <summary>Reads what was typed; an empty text is no offer.</summary>
    public static OfferedOtp? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (Core.Code.TryParse(typed, out var code)) return new(code, null);

        return BackupCode.TryParse(typed, out var recovery) ? new(null, recovery) : new(null, null);
    }
}
