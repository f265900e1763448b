using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>A one-time password was right, and is spent.</summary>
/// <param name="IsActivation">It was the first one of a pending method, which is active now.</param>
public sealed record OtpVerified(bool IsActivation);

/// <summary>
/// Verifies a one-time password of somebody who comes with user name and password: the first time it turns 2FA on, later it only checks.
/// </summary>
public sealed class VerifyOtp(Ground ground, OtpVerifier otps, ActivatePending activate, AuditLog audit)
{
    public async Task<Answer<OtpVerified>> Run(PasswordCaller caller, OfferedOtp otp, CancellationToken ct)
    {
        var prepared = await otps.Prepare(caller.Account.Id, otp, caller.Source, ct);
        return await ground.Db.Write<Answer<OtpVerified>>(caller.Account.Id, async tx =>
        {
            var account = await caller.Refresh(tx);
            if (!account.NeedsSecondFactor(await MethodStore.CountOf(tx, account.Id)))
                return await activate.Run(tx, caller, account, otp.Code);

            var asked = caller.Entry(AuditEvent.SecondFactorVerified);
            var verdict = await otps.Check(tx, account, prepared, asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new OtpVerified(IsActivation: false);
        }, ct);
    }
}
