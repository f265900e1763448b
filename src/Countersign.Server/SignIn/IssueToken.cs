using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A signed access token, handed over once. It prints as nothing.</summary>
public sealed class IssuedToken(string text)
{
    /// <summary>The token.</summary>
    public string Reveal() => text;

    /// <inheritdoc/>
    public override string ToString() => "•••";
}

/// <summary>Gives an access token for user name, password and, where 2FA is on, a one-time password. Spend first, grant after.</summary>
public sealed class IssueToken(Ground ground, OtpVerifier otps, SessionKeeper sessions, AccessTokens tokens, AuditLog audit)
{
    /// <param name="otp">Null when none was given.</param>
    public async Task<Answer<IssuedToken>> Run(PasswordCaller caller, OfferedOtp? otp, CancellationToken ct)
    {
        var prepared = otp is null ? null : await otps.Prepare(caller.Account.Id, otp, caller.Source, ct);
        return await ground.Db.Write<Answer<IssuedToken>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            var methods = await MethodStore.CountOf(tx, account.Id);
            var asked = caller.Entry(AuditEvent.AuthnTokenCreated);
            if (account.MustTurnOnSecondFactor(methods, await RequirementStore.Read(tx, ground.Policy)))
                return Refusal.MustTurnOnSecondFactor;
            if (!account.NeedsSecondFactor(methods)) return await Open(tx, account, SecondFactor.NotNeeded, asked);
            if (prepared is null) return Refusal.OtpMissing;

            var verdict = await otps.Check(tx, account, prepared, asked);
            return verdict.IsAccepted
                ? await Open(tx, account, SecondFactor.Proven, asked with { Factor = verdict.Kind, Method = verdict.Method })
                : new Refused(Refusal.Proof, verdict);
        }, ct);
    }

    private async Task<IssuedToken> Open(Tx tx, Account account, SecondFactor secondFactor, AuditEntry entry)
    {
        var opened = await sessions.OpenToken(tx, account.Id, ProvenIn(tx, entry), entry.Source);
        await audit.Append(tx, entry);
        return new(tokens.Sign(opened, account, secondFactor, tx.Now, tx.Now + ground.Policy.SessionLife));
    }

    private static ProvenFactor? ProvenIn(Tx tx, AuditEntry entry) => entry.Factor is { } by ? new(tx.Now, by) : null;
}
