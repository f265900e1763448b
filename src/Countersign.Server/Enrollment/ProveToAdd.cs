using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>Leave to add one method.</summary>
public sealed record Authorized(DateTimeOffset Until);

/// <summary>Proves what <c>AskToAdd</c> asked for, and opens the window in which one method may be added.</summary>
public sealed class ProveToAdd(Ground ground, ProofVerifier proofs, TokenHash tokens, AuditLog audit)
{
    public async Task<Answer<Authorized>> Run(Caller caller, Token secret, Code? code, CancellationToken ct)
    {
        var hashes = tokens.UnderAll(secret);
        return await ground.Db.Write<Answer<Authorized>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            var found = await Find(tx, account, caller, hashes);
            if (found.Given is not { } challenge) return found.Refused!;

            var demand = Demand.Authorize(caller.Credential);
            var asked = caller.Entry(AuditEvent.MethodAuthorized);
            var verdict = await proofs.Check(tx, account, new(ProofOf(challenge, secret, code), null, hashes), demand, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            // A sent code has ended its challenge; one that waited for an app ends here.
            if (challenge.Channel is null) OvertakenException.Unless(await ChallengeStore.TryEnd(tx, challenge.Id));
            var until = tx.Now + ground.Policy.GrantLife;
            await EnrollmentStore.AddGrant(tx, account, caller.Credential, until);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new Authorized(until);
        }, ct);
    }

    private static async Task<Answer<Challenge>> Find(
        Sql sql, Account account, Caller caller, IReadOnlyList<byte[]> hashes)
    {
        if ((await ChallengeStore.FindLive(sql, hashes))?.Challenge is not { } challenge) return Refusal.ChallengeNotFound;

        var fits = Demand.Authorize(caller.Credential).Purposes.Any(
            purpose => ChallengeRules.Fits(challenge, account, purpose, caller.Credential));
        if (!fits) return Refusal.ChallengeNotFound;
        return challenge.IsExpired(sql.Now) ? Refusal.ChallengeExpired : challenge;
    }

    private static Proof ProofOf(Challenge challenge, Token secret, Code? code) => challenge.Channel is { } channel
        ? new(VerificationRules.KindOf(channel), challenge.Method, secret.Reveal(), code, null)
        : new(ProofKind.Totp, challenge.Method, null, code, null);
}
