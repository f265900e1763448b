using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// A program that was allowed at a page comes with its code and gets a session. The session knows of a second factor what the one knows
/// that allowed it. Spend first, grant after, in one transaction; wrong, used, over and never given are one answer.
/// </summary>
public sealed class LogInProgram(
    Ground ground, SessionKeeper sessions, TokenHash tokens, FalseCredentials falses, AuditLog audit)
{
    /// <param name="program">Where it listens, and what it has shown the origin of.</param>
    public async Task<Answer<LoggedIn>> Run(Token code, AskingProgram program, Source source, CancellationToken ct)
    {
        var hashes = tokens.UnderAll(code);
        if (await ground.Db.Ask(sql => ProgramGrantStore.Find(sql, hashes), ct) is not { } grant)
        {
            falses.Note(source);
            return Refusal.ChallengeNotFound;
        }

        return await ground.Db.Write<Answer<LoggedIn>>(grant.Account, async tx =>
        {
            var account = await AccountStore.Find(tx, grant.Account);
            if (!await ProgramGrantStore.TrySpend(tx, hashes, program.Challenge, program.Port))
            {
                // Somebody has a code that was given to another program: that is what its challenge is for.
                await audit.Append(tx, new(AuditEvent.AuthnLoginFail, source, grant.Account, AuditOutcome.UnknownCredential));
                return Refusal.ChallengeNotFound;
            }

            if (account is not { IsDisabled: false } || account.CredentialVersion != grant.CredentialVersion)
                return Refusal.ChallengeNotFound;
            if (await SessionStore.FindLive(tx, account.Id, grant.Session) is not { } allower) return Refusal.ChallengeNotFound;

            var methods = await MethodStore.CountOf(tx, account.Id);
            if (account.NeedsSecondFactor(methods) && allower.SecondFactorAt is null) return Refusal.ChallengeNotFound;

            var key = await sessions.Open(tx, account.Id, SessionKind.Bearer, allower.Factor, source);
            await audit.Append(tx, new(AuditEvent.AuthnLoginSuccess, source, account.Id, AuditOutcome.AllowedAtPage)
            {
                Credential = Credential.Of(allower.Id),
            });
            return new LoggedIn(account, key, sessions.EndOf(tx), null, methods > 0);
        }, ct);
    }
}
