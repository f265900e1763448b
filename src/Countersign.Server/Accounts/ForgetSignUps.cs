using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Forgets sign-ups that nobody has confirmed for long, and the accounts that they were for: anybody can type anybody's address, and whose
/// it is has not agreed to its being kept.
/// </summary>
public sealed class ForgetSignUps(AuditLog audit)
{
    private const int StepSize = 100;
    private const string Here = "local";
    private static readonly Source Self = new(Here, Here, "countersign-server", "sign-ups that nobody confirmed");

    /// <summary>One step.</summary>
    /// <returns>How many accounts went; 0 at the end.</returns>
    public async Task<int> Run(Tx tx)
    {
        await SignUpStore.Sweep(tx);
        var found = await SignUpStore.ListForgotten(tx, StepSize);
        foreach (var account in found) await AccountStore.Find(tx, account);

        // Each is held now. Between the first look and this one somebody may have signed up again, or an operator have given something.
        foreach (var account in (await SignUpStore.ListForgotten(tx, StepSize)).Intersect(found))
        {
            OvertakenException.Unless(await AccountStore.TryDelete(tx, account));
            await audit.Append(tx, new(AuditEvent.UserDeleted, Self, account));
        }

        return found.Count;
    }
}
