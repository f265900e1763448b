using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>A person of an application is known here.</summary>
public sealed record PersonKept(bool IsNew);

/// <summary>
/// Makes an application's person known, at their first use or again. They belong to that application alone: another one that calls somebody
/// the same means somebody else. They have no password and no address, and sign in nowhere here.
/// </summary>
public sealed class KeepPerson(Ground ground, AuditLog audit)
{
    /// <param name="shownName">What an authenticator app shows; null: as before, or what the application calls them.</param>
    public async Task<Answer<PersonKept>> Run(AppCaller app, string outsideId, string? shownName, CancellationToken ct)
    {
        var unlike = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return await ground.Db.Write<Answer<PersonKept>>(async tx =>
        {
            if (await KeptPersonStore.Find(tx, app.App.Id, outsideId) is { } known)
            {
                CallerChangedException.Unless(await app.IsThere(tx));
                if (known.IsDisabled) return Refusal.NotFound;
                if (shownName is not null && shownName != known.FullName) await KeptPersonStore.Rename(tx, known.Id, shownName);
                return new PersonKept(IsNew: false);
            }

            // One that is removed meanwhile takes its people along; nobody is added behind it.
            CallerChangedException.Unless(await AppStore.TryHold(tx, app.App.Id) && await app.IsThere(tx));
            var added = await KeptPersonStore.TryAdd(tx, app.App.Id, outsideId, unlike, shownName ?? outsideId);
            OvertakenException.Unless(added is not null);
            await audit.Append(tx, app.Entry(AuditEvent.UserCreated, added));
            return new PersonKept(IsNew: true);
        }, ct);
    }
}

/// <summary>
/// Forgets an application's person, with all their second factors. What the application says of its own people is enough for it; the audit
/// log stays.
/// </summary>
public sealed class ForgetPerson(Ground ground, DeleteAccount delete)
{
    public Task<Answer<Account>> Run(Caller caller, CancellationToken ct) => ground.Db.Write<Answer<Account>>(caller.Account.Id, async tx =>
        await delete.Run(tx, await Callers.Refresh(tx, caller), caller.Entry(AuditEvent.UserDeleted)), ct);
}
