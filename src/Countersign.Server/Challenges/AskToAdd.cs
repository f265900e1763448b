using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Challenges;

/// <summary>How the caller wants to prove itself; all null lets the account's state decide.</summary>
public sealed record AddAsk(ProofKind? Kind, MethodId? Method, BackupCode? BackupCode)
{
    /// <summary>The answer of a passkey, which gives leave at once like a recovery code.</summary>
    public PasskeyAnswer? Passkey { get; init; }
}

/// <summary>The first half of the leave to add a method.</summary>
/// <param name="Secret">The handle to prove with; null when a recovery code has given leave at once.</param>
/// <param name="Sent">Where a code went; null when the code is in an app, or none is needed.</param>
public sealed record AskedToAdd(Token? Secret, CodeTarget? Sent);

/// <summary>
/// Asks for leave to add a method. The first method is authorized by e-mail, whatever was asked; later ones by any factor
/// the account has.
/// </summary>
public sealed class AskToAdd(Ground ground, SendCode sendCode, ProofVerifier proofs, TokenHash tokens, AuditLog audit)
{
    public async Task<Answer<AskedToAdd>> Run(Caller caller, AddAsk ask, CancellationToken ct)
    {
        if (await ground.Db.Read(sql => FrozenChanges.Refuse(sql, caller.Account), ct) is { } frozen) return frozen;
        if (!caller.AccountHasSecondFactor) return await Send(caller, new(Channel.Email), ct);
        if (ask.Passkey is { } answer) return await AtOnce(caller, Proof.By(answer), ct);
        if (ask.BackupCode is { } code) return await AtOnce(caller, new(ProofKind.BackupCode, null, null, null, code), ct);

        var methods = await ground.Db.Read(sql => MethodStore.ListOf(sql, caller.Account.Id), ct);
        if (ask.Method is { } named && methods.All(method => method.Id != named)) return Refusal.NoSuchMethod;

        if (ask is { Kind: null, Method: null } && VerificationRules.AreAllPasskeys(methods)) return Refusal.PasskeyOnly;

        return VerificationRules.Resolve(new(ask.Kind, ask.Method, null, null, null), methods, null) switch
        {
            ProofKind.Totp => await ByApp(caller, methods, ask.Method, ct),
            ProofKind.Sms => await Send(caller, new(Channel.Sms, Method: ask.Method), ct),
            ProofKind.Email => await Send(caller, new(Channel.Email), ct),
            ProofKind.BackupCode => Refusal.NothingToChange,
            ProofKind.Passkey => Refusal.NoSuchMethod,
        };
    }

    private async Task<Answer<AskedToAdd>> Send(Caller caller, SendAsk ask, CancellationToken ct)
    {
        var sent = await sendCode.Run(caller, ask, ChallengePurpose.Authorize, ct);
        return sent.Given is { } code ? new AskedToAdd(code.Secret, code.Target) : sent.Refused!;
    }

    // Nothing needs to be sent: the challenge only remembers which app's code it waits for.
    private async Task<Answer<AskedToAdd>> ByApp(Caller caller, IReadOnlyList<Method> methods, MethodId? named, CancellationToken ct)
    {
        var apps = methods.Where(method => method.Kind is MethodKind.Totp && (named is null || method.Id == named)).ToList();
        if (apps is not [var app]) return apps.Count == 0 ? Refusal.NoSuchMethod : Refusal.AmbiguousMethod;

        var secret = Token.New(TokenKind.Challenge);
        return await ground.Db.Write<Answer<AskedToAdd>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var opened = new NewChallenge(
                account, ChallengePurpose.Authorize, tokens.UnderActive(secret), caller.Credential, tx.Now + ground.Policy.ChallengeLife,
                app.Id);
            await ChallengeStore.Open(tx, opened);
            await OpenChallenges.KeepFew(tx, ground.Policy.OpenChallenges, ground.Policy.OpenChallengesInAll, opened);
            return new AskedToAdd(secret, null);
        }, ct);
    }

    private async Task<Answer<AskedToAdd>> AtOnce(Caller caller, Proof proof, CancellationToken ct)
    {
        var prepared = await proofs.Prepare(caller.Account.Id, proof, caller.Source, ct);
        return await ground.Db.Write<Answer<AskedToAdd>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var asked = caller.Entry(AuditEvent.MethodAuthorized);
            var verdict = await proofs.Check(tx, account, prepared, Demand.Authorize(caller.Credential), asked);
            if (!verdict.IsAccepted) return new Refused(Refusal.Proof, verdict);

            await EnrollmentStore.AddGrant(tx, account, caller.Credential, tx.Now + ground.Policy.GrantLife);
            await audit.Append(tx, asked with { Factor = verdict.Kind, Method = verdict.Method });
            return new AskedToAdd(null, null);
        }, ct);
    }
}
