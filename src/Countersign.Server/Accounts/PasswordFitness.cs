using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Whether a new password will do, in a sentence that says what to change.</summary>
public static class PasswordFitness
{
    private static readonly PasswordPolicy Policy = new();

    /// <summary>Null when it will do.</summary>
    public static Refused? Check(string password, string username, EmailAddress email) =>
        PasswordRules.Check(password, Policy, username, email.Canonical) is { } weak
            ? new(Refusal.PasswordTooWeak, Detail: PasswordRules.Sentence(weak, Policy), Password: weak)
            : null;
}
