using Countersign.Server.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>The audit log in plain language.</summary>
public abstract class ActivityTexts(Texts all) : Sentences(all)
{
    public abstract string ActivityLead { get; }
    public abstract string ActivityEmpty { get; }
    public abstract string ByApiKey { get; }
    public abstract string Alarming { get; }
    public abstract string NotMe { get; }
    public abstract string FreezeTitle { get; }
    public abstract string FreezeLead { get; }
    public abstract string FreezeButton { get; }
    public abstract string FreezeAfter { get; }
    public abstract string TodoPassword { get; }
    public abstract string TodoMethods { get; }
    public abstract string TodoKeys { get; }
    public abstract string TodoMailbox { get; }

    /// <summary>One thing that was done.</summary>
    public string Of(Deed deed) => deed.IsReplacement ? Replaced(deed.Entry) : Of(deed.Entry);

    /// <summary>A method took the place of another one.</summary>
    protected abstract string Replaced(StoredAuditEntry added);

    /// <summary>One thing that happened.</summary>
    public abstract string Of(StoredAuditEntry entry);

    /// <summary>Whether a person should look at it twice.</summary>
    public static bool IsAlarming(StoredAuditEntry entry) => Words.To<AuditEvent>(entry.Event) is
        AuditEvent.AuthnLoginFail or AuditEvent.AuthnLoginLock or AuditEvent.AuthnTokenReuse
            or AuditEvent.SecondFactorDisableAsked or AuditEvent.SecondFactorDisabled or AuditEvent.ChangesFrozen
        or AuditEvent.AdminReset or AuditEvent.AccountExported or AuditEvent.AccountDeleteAsked;

    protected string With(StoredAuditEntry entry) => entry.Factor is null ? "" : $" ({KindOf(entry)})";

    protected abstract string KindOf(StoredAuditEntry entry);
}
