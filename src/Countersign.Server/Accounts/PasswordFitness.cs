using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Whether a new password will do, in a sentence that says what to change. The one place where that is decided, whoever sets it.
/// </summary>
public sealed class PasswordFitness(BreachedPasswords breached, IssuerName issuer)
{
    private static readonly PasswordPolicy Policy = new();

    /// <summary>Null when it will do.</summary>
    /// <param name="email">Null: what was typed is no address.</param>
    public Refused? Check(string password, string username, EmailAddress? email) =>
        (PasswordRules.Check(password, Policy, username, email?.Canonical ?? "", issuer.Text) ?? WhenBreached(password)) is { } weak
            ? Refuse(weak)
            : null;

    /// <summary>The answer to one that will not do.</summary>
    public static Refused Refuse(PasswordRefusal weak) =>
        new(Refusal.PasswordTooWeak, Detail: PasswordRules.Sentence(weak, Policy), Password: weak);

    private PasswordRefusal? WhenBreached(string password) => breached.Contains(password) ? PasswordRefusal.Breached : null;
}
