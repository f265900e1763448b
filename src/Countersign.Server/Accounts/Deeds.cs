using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>One thing that somebody did, as its person reads it.</summary>
/// <param name="Entry">What the audit log says of it.</param>
/// <param name="IsReplacement">The method that was added took the place of another one.</param>
public sealed record Deed(StoredAuditEntry Entry, bool IsReplacement = false);

/// <summary>
/// The audit log as a story: what was only a step on the way to something that was then done stands with it, in one row. The log itself
/// has them all, for an operator and in the export.
/// </summary>
public static class Deeds
{
    // As long as what a step opens can last (docs/security.md, "Lifetimes").
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(30);

    /// <summary>The deeds among entries that begin with the newest.</summary>
    public static IReadOnlyList<Deed> Of(IReadOnlyList<StoredAuditEntry> entries)
    {
        var told = new List<Deed>();
        foreach (var (at, entry) in entries.Index())
        {
            var newer = entries.Take(at).Reverse().TakeWhile(later => later.CreatedAt - entry.CreatedAt <= Together.TotalSeconds)
                .Where(later => later.IpAddress == entry.IpAddress);
            if (LeadsTo(Words.To<AuditEvent>(entry.Event)) is { } end && newer.Any(later => Is(later, end))) continue;
            if (Is(entry, AuditEvent.MethodRemoved) && entries.Any(other => IsOfOneDeed(other, entry, AuditEvent.MethodAdded))) continue;

            var replaces = Is(entry, AuditEvent.MethodAdded)
                && entries.Any(other => IsOfOneDeed(other, entry, AuditEvent.MethodRemoved));
            told.Add(new(entry, replaces));
        }

        return told;
    }

    /// <summary>Whether somebody else may have done it to whom something must be denied from now on: "this wasn't me" fits.</summary>
    public static bool CanBeDenied(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) switch
    {
        AuditEvent.AuthnLoginFail => !entry.Ended(AuditOutcome.WrongPassword) && !entry.Ended(AuditOutcome.TurnedAway)
            && !entry.Ended(AuditOutcome.Busy),
        AuditEvent.AuthnLoginSuccess or AuditEvent.AuthnPasswordAccepted or AuditEvent.AuthnLoginLock or AuditEvent.AuthnPasswordChange
            or AuditEvent.AuthnTokenCreated or AuditEvent.AuthnTokenReuse or AuditEvent.ProgramAllowed or AuditEvent.BrowserRemembered
            or AuditEvent.MethodAuthorized or AuditEvent.MethodSetUp or AuditEvent.MethodAdded or AuditEvent.MethodUpdated
            or AuditEvent.MethodRemoved or AuditEvent.SecondFactorVerified or AuditEvent.SecondFactorDisableAsked
            or AuditEvent.SecondFactorDisabled or AuditEvent.BackupCodesRegenerated or AuditEvent.PasswordResetAsked
            or AuditEvent.EmailVerified or AuditEvent.AppEntered or AuditEvent.AppAllowed or AuditEvent.CodeSent
            or AuditEvent.AccountExported or AuditEvent.AccountDeleteAsked or AuditEvent.PlaceVouchedFor => true,
        _ => false, // what ends something, what an operator did, and what came to nothing
    };

    private static AuditEvent? LeadsTo(AuditEvent step) => step switch
    {
        AuditEvent.AuthnPasswordAccepted => AuditEvent.AuthnLoginSuccess,
        AuditEvent.MethodAuthorized or AuditEvent.MethodSetUp => AuditEvent.MethodAdded,
        _ => null,
    };

    // Both are written in one transaction, by one credential.
    private static bool IsOfOneDeed(StoredAuditEntry one, StoredAuditEntry other, AuditEvent what) =>
        Is(one, what) && one.CreatedAt == other.CreatedAt && one.Credential == other.Credential && Math.Abs(one.Seq - other.Seq) <= 2;

    private static bool Is(StoredAuditEntry entry, AuditEvent what) => entry.Event == Words.Of(what);
}
