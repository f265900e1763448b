using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>A person's own record.</summary>
/// <param name="DisabledAt">When 2FA was last turned off; null when it never was.</param>
public sealed record Person(TwoFactorStatus Status, DateTimeOffset? DisabledAt);

/// <summary>Shows a caller the account's own record.</summary>
public sealed class ShowPerson(Ground ground, ShowStatus showStatus)
{
    public async Task<Person> Run(Caller caller, CancellationToken ct) => new(
        await showStatus.Run(caller, ct),
        await ground.Db.Read(sql => AuditLog.LastTime(sql, caller.Account.Id, AuditEvent.SecondFactorDisabled), ct));
}
