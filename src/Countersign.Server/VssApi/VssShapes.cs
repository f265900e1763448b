using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;
using Countersign.Wire;

namespace Countersign.Server.VssApi;

/// <summary>Our things in the shapes of this interface.</summary>
public static class VssShapes
{
    /// <summary>The kind a <c>method</c> names; null when it names none.</summary>
    public static MethodKind? KindOf(string? word) => word?.ToUpperInvariant() switch
    {
        VssMethodWords.Authenticator => MethodKind.Totp,
        VssMethodWords.Sms => MethodKind.Sms,
        VssMethodWords.Email => MethodKind.Email,
        _ => null, // an open list: whatever a client sends
    };

    public static EnableAnswer ToWire(this MethodBegun begun, IssuerName issuer) => new()
    {
        Method = WordOf(begun.Kind),
        Issuer = issuer.Text,
        RecoveryCodes = [.. begun.RecoveryCodes.Select(code => code.Reveal())],
        Uri = begun.Key?.Uri,
        Key = begun.Key?.Base32,
        Image = begun.Key is { } key ? QrPicture.Png(key.Uri) : null,
    };

    public static PersonShown ToWire(this TwoFactorStatus status, Session session, DateTimeOffset? disabledAt) => new()
    {
        Id = status.Account.Id.Value,
        Username = status.Account.Username,
        Email = status.Account.Email.Text,
        FullName = status.Account.FullName,
        Phone = status.Account.Phone?.Masked,
        Status = new()
        {
            CreatedOn = Time(status.Account.CreatedAt),
            UpdatedOn = Time(
                status.Methods.Select(method => method.CreatedAt).Append(status.Account.CreatedAt).Append(disabledAt ?? default).Max()),
            LastAccess = Time(session.LastSeenAt),
            IpAddress = session.IpAddress,
            EmailVerified = status.Account.IsEmailVerified,
        },
        Totp = new()
        {
            Enabled = status.IsOn,
            Method = MethodOf(status),
            EnabledOn = status.Methods.Count > 0 ? Time(status.Methods.Min(method => method.CreatedAt)) : null,
            DisabledOn = status.IsOn || disabledAt is not { } at ? null : Time(at),
        },
    };

    public static TokenShown ToWire(this Session token, Caller caller) => new()
    {
        Id = token.Id.Value,
        Enabled = token.EndedAt is null,
        Otp = token.SecondFactorAt is not null,
        CreatedOn = Time(token.CreatedAt),
        ExpiresOn = Time(token.ExpiresAt),
        LastAccess = Time(token.LastSeenAt),
        IpAddress = token.IpAddress,
        UserAgent = token.UserAgent,
        Current = token.Id == caller.Session?.Id,
    };

    private static string? MethodOf(TwoFactorStatus status) => OtpVerifier.PrimaryOf(status.Methods) is { } primary
        ? WordOf(primary.Kind)
        : status is { IsOn: true, Methods.Count: 0 } ? VssMethodWords.Sms : null;

    private static string WordOf(MethodKind kind) => kind switch
    {
        MethodKind.Totp => VssMethodWords.Authenticator,
        MethodKind.Sms => VssMethodWords.Sms,
        MethodKind.Email => VssMethodWords.Email,
        MethodKind.Passkey => throw new InvalidOperationException("This interface has no word for a passkey."),
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
