using System.Text.Json;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;
using WireAuditEntry = Countersign.Wire.AuditEntry;

namespace Countersign.Server.VastApi;

/// <summary>Our things in the shapes of this interface.</summary>
public static class VastShapes
{
    /// <summary>What somebody is told whose only methods are passkeys.</summary>
    internal const string PasskeyOnly =
        "This account has no codes of an app or a phone: it signs in with a passkey, which only a browser can ask. Use a recovery code, " +
        "or a code by e-mail (`tfa send-email`), or sign in at the web page.";

    private const string Passkey = "passkey";

    /// <summary>The methods that this interface speaks of: its clients have no words for passkeys.</summary>
    public static IEnumerable<Method> Spoken(this IEnumerable<Method> methods) =>
        methods.Where(method => method.Kind is not MethodKind.Passkey);

    public static MethodShown ToWire(this Method method) => new()
    {
        Id = method.Id.Value,
        UserId = method.Account.Value,
        Method = WordOf(method.Kind),
        Label = method.Label,
        PhoneNumber = method.Phone?.Masked,
        IsPrimary = method.IsPrimary,
        FailCount = method.Guard.FailCount,
        LockedUntil = method.Guard.LockedUntil,
        CreatedAt = method.CreatedAt,
        LastUsed = method.LastUsedAt,
    };

    public static MethodOffered ToOffer(this Method method) => new()
    {
        Id = method.Id.Value,
        Method = WordOf(method.Kind),
        Label = method.Label,
        PhoneNumber = method.Phone?.Masked,
        IsPrimary = method.IsPrimary,
    };

    public static UserAnswer ToUser(this Account account, bool hasMethods) => new()
    {
        Id = account.Id.Value,
        Email = account.Email.Text,
        Username = account.Username,
        Fullname = account.FullName,
        EmailVerified = account.IsEmailVerified,
        PhoneNumber = account.Phone?.Masked,
        TfaStatus = StatusOf(account, hasMethods),
        CreatedAt = account.CreatedAt,
    };

    public static LogInAnswer ToAnswer(this LoggedIn login, string? sessionKey) => new()
    {
        Id = login.Account.Id.Value,
        Email = login.Account.Email.Text,
        Username = login.Account.Username,
        Fullname = login.Account.FullName,
        EmailVerified = login.Account.IsEmailVerified,
        PhoneNumber = login.Account.Phone?.Masked,
        TfaStatus = StatusOf(login.Account, login.HasMethods),
        CreatedAt = login.Account.CreatedAt,
        SessionKey = sessionKey,
        SessionExpiresAt = sessionKey is null ? null : login.EndsAt,
        BackupCodesRemaining = login.BackupCodesLeft is > 0 and var left ? left : null,
        LegacyTfaUser = login.Account.IsLegacy ? true : null,
        MailBouncedAt = login.MailBouncedAt,
    };

    public static ApiKeyShown ToWire(this ApiKey key) => new()
    {
        Id = key.Id.Value,
        Name = key.Name,
        Rights = Json(key.Permissions),
        CreatedAt = key.CreatedAt,
        LastUsed = key.LastUsedAt,
        KeySuffix = key.Suffix,
    };

    public static SessionShown ToWire(this Session session, Caller caller) => new()
    {
        Id = session.Id.Value,
        Device = session.UserAgent,
        IpAddress = session.IpAddress,
        CreatedAt = session.CreatedAt,
        LastSeen = session.LastSeenAt,
        ExpiresAt = session.ExpiresAt,
        Current = session.Id == caller.Session?.Id,
    };

    public static WireAuditEntry ToWire(this StoredAuditEntry entry) => new()
    {
        IpAddress = entry.IpAddress,
        ApiKeyId = entry.ApiKeyId,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(entry.CreatedAt),
        ApiRoute = entry.ApiRoute,
        Args = Json(entry.Args),
        Event = entry.Ended(AuditOutcome.Success) ? entry.Event : $"{entry.Event}: {entry.Outcome}",
    };

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    private static string WordOf(MethodKind kind) => kind switch
    {
        MethodKind.Totp => TfaMethodWords.Totp,
        MethodKind.Sms => TfaMethodWords.Sms,
        MethodKind.Email => TfaMethodWords.Email,
        MethodKind.Passkey => Passkey, // not listed here: told only of one whose number a caller names
    };

    private static string StatusOf(Account account, bool hasMethods) =>
        hasMethods ? TfaStatusWords.Enabled : account.IsLegacy ? TfaStatusWords.Legacy : TfaStatusWords.Disabled;
}
