using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>Shows an application how a person of its own stands.</summary>
public sealed class ShowKeptPerson(Ground ground)
{
    /// <returns>Null when it has no such person.</returns>
    public Task<TwoFactorStatus?> Run(AppCaller app, string outsideId, CancellationToken ct) => ground.Db.Read(async sql =>
        await KeptPersonStore.Find(sql, app.App.Id, outsideId) is { IsDisabled: false } person
            ? new TwoFactorStatus(
                person, await MethodStore.ListOf(sql, person.Id), await BackupCodeStore.CountLeft(sql, person.Id), MayAddMethod: false)
            : null, ct);
}
