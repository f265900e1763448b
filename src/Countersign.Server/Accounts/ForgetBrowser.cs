using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Forgets one of the caller's remembered browsers; its next sign-in needs a code.</summary>
public sealed class ForgetBrowser(Ground ground, AuditLog audit)
{
    public Task<Answer<Account>> Run(Caller caller, long browser, CancellationToken ct) =>
        ground.Db.Write<Answer<Account>>(caller.Account.Id, async tx =>
    {
        var account = await Callers.Refresh(tx, caller);
        if (!await BrowserStore.TryEnd(tx, account.Id, browser)) return Refusal.NotFound;

        await audit.Append(tx, caller.Entry(AuditEvent.BrowserForgotten));
        return account;
    }, ct);
}
