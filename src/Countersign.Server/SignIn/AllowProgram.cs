using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A program on a person's computer that asks, at a page, to be signed in.</summary>
public sealed record AskingProgram(ProgramPort Port, CodeChallenge Challenge);

/// <summary>A program may sign in with this code.</summary>
public sealed record ProgramAllowed(Token Code);

/// <summary>
/// Somebody who is signed in lets a program on their computer sign in as them (RFC 8252): a code that is good once, for a minute, and for
/// nobody but the program. Like an API key it is made while nothing is frozen.
/// </summary>
public sealed class AllowProgram(Ground ground, TokenHash tokens, AuditLog audit)
{
    private const int MostOpen = 3;

    /// <summary>
    /// Why it would be refused as things stand, so that a page offers nothing that is only refused; null when it would not.
    /// </summary>
    public Task<Refused?> Foresee(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => FrozenChanges.Refuse(sql, caller.Account), ct);

    public Task<Answer<ProgramAllowed>> Run(Caller caller, AskingProgram program, CancellationToken ct)
    {
        var code = Token.New(TokenKind.Program);
        return ground.Db.Write<Answer<ProgramAllowed>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;

            var grant = new ProgramGrant(
                account.Id, caller.Session!.Id, program.Challenge, program.Port, tx.Now + ground.Policy.ProgramCodeLife,
                account.CredentialVersion);
            await ProgramGrantStore.Add(tx, grant, tokens.UnderActive(code));
            await ProgramGrantStore.KeepFew(tx, account.Id, MostOpen);
            await audit.Append(tx, caller.Entry(AuditEvent.ProgramAllowed));
            return new ProgramAllowed(code);
        }, ct);
    }
}
