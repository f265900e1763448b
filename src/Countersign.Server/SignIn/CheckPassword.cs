using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A right password: either a session, or a sign-in that waits for its second factor.</summary>
/// <param name="Session">The session's key, for an account without 2FA.</param>
/// <param name="EndsAt">When that session ends; null without one.</param>
/// <param name="Pending">The handle of the waiting sign-in, for an account with 2FA.</param>
public sealed record PasswordAccepted(
    Account Account, Token? Session, DateTimeOffset? EndsAt, Token? Pending, IReadOnlyList<Method> Methods);

/// <summary>The first step of signing in.</summary>
public sealed class CheckPassword(PasswordVerifier passwords, SignInEntrance entrance)
{
    /// <param name="kind">What the session is for: a browser, or a program with nothing but the password.</param>
    /// <param name="browser">The token of a remembered browser, if they come from one.</param>
    public Task<Answer<PasswordAccepted>> Run(
        string name, string password, SessionKind kind, Token? browser, Source source, CancellationToken ct) =>
        passwords.Run<PasswordAccepted>(
            name, password, browser, source, (tx, account) => entrance.Enter(tx, account, kind, browser, source), ct);
}
