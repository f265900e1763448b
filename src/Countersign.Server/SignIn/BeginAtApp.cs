using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Where somebody wants in: an application that asks for them, and the machine of it that they are at.</summary>
/// <param name="Nas">What a sign-in that waits is bound to, beside the application and the account.</param>
public sealed record AtApp(App App, Concern Nas, Source Source)
{
    /// <summary>What is begun there is bound to it.</summary>
    public Credential Credential => Credential.PasswordAt(App.Id);

    /// <summary>Lets somebody in: noted and written down in the transaction that found the proof good. There is no session of it.</summary>
    internal async Task LetIn(Tx tx, AuditLog audit, AuditEntry proven)
    {
        await AppStore.NoteUse(tx, App);
        await audit.Append(tx, proven);
        await audit.Append(tx, proven with { Event = AuditEvent.AppEntered });
    }

    /// <summary>Whether the application is still there; one that is removed lets nobody in.</summary>
    internal async Task<bool> IsThere(Sql sql) => await AppStore.Find(sql, App.Id) is not null;
}

/// <summary>A right password.</summary>
/// <param name="IsIn">Whether it is enough.</param>
/// <param name="State">What names a sign-in that waits for its second factor.</param>
/// <param name="Primary">The method that a code is to come from; null: the number on file.</param>
public sealed record BegunAtApp(bool IsIn, PasswordCaller Caller, Token? State, Method? Primary, bool HasRecoveryCodes);

/// <summary>The first step of signing in to an application that asks for people by name and password.</summary>
public sealed class BeginAtApp(PasswordVerifier passwords, TokenHash tokens, AuditLog audit, Policy policy)
{
    /// <param name="waits">Whether a sign-in is to wait for its second factor; else the code comes with the password.</param>
    public Task<Answer<BegunAtApp>> Run(AtApp at, string name, string password, bool waits, CancellationToken ct) =>
        passwords.Run<BegunAtApp>(name, password, browser: null, at.Source, (tx, account) => Enter(tx, at, account, waits), ct);

    private async Task<Answer<BegunAtApp>> Enter(Tx tx, AtApp at, Account account, bool waits)
    {
        var fresh = (await AccountStore.Find(tx, account.Id))!;
        var methods = await MethodStore.ListOf(tx, account.Id);
        var entry = new AuditEntry(AuditEvent.AuthnLoginSuccess, at.Source, account.Id) { Credential = at.Credential };
        if (!await at.IsThere(tx)) return Refusal.NotFound;

        var caller = new PasswordCaller(fresh, at.Source) { Credential = at.Credential };
        if (!fresh.NeedsSecondFactor(methods.Count))
        {
            if (at.App.Said.Level is not AppLevel.Password
                || fresh.MustTurnOnSecondFactor(methods.Count, await RequirementStore.Read(tx, policy)))
            {
                await audit.Append(tx, entry with { Event = AuditEvent.AuthnPasswordAccepted, Outcome = AuditOutcome.MustTurnOn });
                return Refusal.MustTurnOnSecondFactor;
            }

            await at.LetIn(tx, audit, entry);
            return new BegunAtApp(true, caller, null, null, false);
        }

        await audit.Append(tx, entry with { Event = AuditEvent.AuthnPasswordAccepted });
        var state = waits ? await Wait(tx, at, fresh) : null;
        return new BegunAtApp(
            false, caller, state, OtpVerifier.PrimaryOf(methods), await BackupCodeStore.CountLeft(tx, account.Id) > 0);
    }

    // Whoever knows the password may begin any number of them; only the youngest few stay.
    private async Task<Token> Wait(Tx tx, AtApp at, Account account)
    {
        var state = Token.New(TokenKind.Challenge);
        var ask = new NewChallenge(
            account, ChallengePurpose.LogIn, tokens.UnderActive(state), at.Credential, tx.Now + policy.ChallengeLife, Concerns: at.Nas);
        await ChallengeStore.Open(tx, ask);
        await OpenChallenges.KeepFew(tx, policy.OpenChallenges, policy.OpenChallengesInAll, ask);
        return state;
    }
}
