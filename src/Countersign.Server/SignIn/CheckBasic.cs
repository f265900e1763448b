using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Lets in a request that brings user name and password itself. No session comes of it: the next request brings them again.
/// </summary>
public sealed class CheckBasic(PasswordVerifier passwords, AuditLog audit)
{
    public Task<Answer<PasswordCaller>> Run(string name, string password, Source source, CancellationToken ct) =>
        passwords.Run<PasswordCaller>(name, password, null, source, async (tx, account) =>
        {
            await audit.Append(tx, new(AuditEvent.AuthnPasswordAccepted, source, account.Id));
            return new PasswordCaller((await AccountStore.Find(tx, account.Id))!, source);
        }, ct);
}
