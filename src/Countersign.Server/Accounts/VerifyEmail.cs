using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Accounts;

/// <summary>An address is proven.</summary>
public sealed record EmailProven(Account Account);

/// <summary>Proves an account's address, by the token of the mailed link or by the mailed code. It signs nobody in.</summary>
public sealed class VerifyEmail(Ground ground, TokenHash tokens, SentCodes sentCodes, AuditLog audit)
{
    /// <summary>By the link's token, once.</summary>
    public Task<Answer<EmailProven>> Run(Token token, Source source, CancellationToken ct)
    {
        var now = ground.Now();
        return ground.Db.Write<Answer<EmailProven>>(async tx =>
        {
            var stored = await ChallengeStore.FindLive(tx, tokens.UnderAll(token));
            return stored is { Challenge.Purpose: ChallengePurpose.VerifyEmail } && !stored.Challenge.IsExpired(now)
                ? await Prove(tx, stored, source, now)
                : Refusal.InvalidLink;
        }, ct);
    }

    /// <summary>By the code. An unknown address gets the same answer as a wrong code.</summary>
    public Task<Answer<EmailProven>> Run(string email, Code? code, Source source, CancellationToken ct)
    {
        var now = ground.Now();
        return ground.Db.Write<Answer<EmailProven>>(async tx =>
        {
            if (await AccountStore.FindByName(tx, email) is not { } account) return Refusal.WrongFirstCode;
            if (await ChallengeStore.FindLive(tx, account.Id, ChallengePurpose.VerifyEmail, now) is not { } stored) return Refusal.WrongFirstCode;
            if (sentCodes.Compare(stored, code) is Comparison.Right) return await Prove(tx, stored, source, now);

            OvertakenException.Unless(await ChallengeStore.TryCountFailure(tx, stored.Challenge));
            if (stored.Challenge.FailCount + 1 >= ground.Policy.EmailFailures) await ChallengeStore.TryEnd(tx, stored.Challenge.Id, now);
            return Refusal.WrongFirstCode;
        }, ct);
    }

    private async Task<Answer<EmailProven>> Prove(Tx tx, StoredChallenge stored, Source source, DateTimeOffset now)
    {
        if (await AccountStore.Find(tx, stored.Challenge.Account) is not { IsDisabled: false } account) return Refusal.InvalidLink;
        if (account.Email.Canonical != stored.Challenge.Destination) return Refusal.InvalidLink;

        OvertakenException.Unless(await ChallengeStore.TryEnd(tx, stored.Challenge.Id, now));
        await AccountStore.TryVerifyEmail(tx, account.Id, now);
        await audit.Append(tx, new(AuditEvent.EmailVerified, source, account.Id), now);
        return new EmailProven(account);
    }
}
