using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Lets in a request that brings user name and password itself. No session comes of it: the next request brings them again.
/// </summary>
public sealed class CheckBasic(PasswordVerifier gate, AuditLog audit)
{
    public Task<Answer<PasswordCaller>> Run(string name, string password, Source source, CancellationToken ct) =>
        gate.Run<PasswordCaller>(name, password, source, async (tx, account, now) =>
        {
            await audit.Append(tx, new(AuditEvent.AuthnPasswordAccepted, source, account.Id), now);
            return new PasswordCaller((await AccountStore.Find(tx, account.Id))!, source);
        }, ct);
}
