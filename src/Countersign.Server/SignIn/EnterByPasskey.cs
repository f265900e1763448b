using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Signs in by a passkey and nothing else: it says whose it is, and it has verified its holder, so it is both factors. What somebody has
/// objected to opens nothing alone.
/// </summary>
public sealed class EnterByPasskey(
    Ground ground, ProofVerifier proofs, SessionKeeper sessions, FalseCredentials falses, AuditLog audit)
{
    public async Task<Answer<LoggedIn>> Run(PasskeyAnswer answer, Source source, CancellationToken ct)
    {
        var owner = PasskeyCeremonies.NameIn(answer.Json) is { } name
            ? await ground.Db.Read(sql => PasskeyStore.FindAccount(sql, name), ct)
            : null;
        if (owner is not { } id)
        {
            falses.Note(source);
            return Unknown();
        }

        var prepared = await proofs.Prepare(id, Proof.By(answer), source, ct);
        return await ground.Db.Write<Answer<LoggedIn>>(id, async tx =>
        {
            if (await AccountStore.Find(tx, id) is not { IsDisabled: false } account) return Unknown();

            var asked = new AuditEntry(AuditEvent.AuthnLoginSuccess, source, account.Id);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Alone, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            var key = await sessions.Open(tx, account.Id, SessionKind.Browser, new(tx.Now, verdict.Kind), source);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new LoggedIn(account, key, sessions.EndOf(tx), BackupCodesLeft: null, HasMethods: true);
        }, ct);
    }

    // The same for a passkey of nobody's and one of a shut account.
    private static Refused Unknown() => new(Refusal.Proof, new(Outcome.NoSuchMethod, ProofKind.Passkey));
}
