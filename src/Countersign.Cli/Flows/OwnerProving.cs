using Countersign.Cli.Files;

namespace Countersign.Cli.Flows;

/// <summary>The proof of the account's owner: the second factor once more, or the password of an account that has none.</summary>
internal static class OwnerProving
{
    /// <summary>Uses what is given, and asks for what is missing.</summary>
    /// <param name="output">The file that was asked for, kept for when the person goes on later.</param>
    public static async Task<T> With<T>(
        Invocation call, Proof proof, PendingStep step, Func<Proof, string?, Task<T>> use, CancellationToken ct,
        string? output = null)
    {
        var isGiven = proof is { Code: not null } or { BackupCode: not null } or { Secret: not null } or { Method: not null };
        if (!isGiven && !(await call.Client.ShowStatus(ct)).TfaEnabled) return await use(proof, await Person.PasswordToSignIn(call));

        return await Proving.With(call, proof, step, targetId: null, given => use(given, null), ct, output);
    }
}
