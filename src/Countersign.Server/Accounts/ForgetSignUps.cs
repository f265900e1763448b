using Countersign.Core;
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
        var accounts = await SignUpStore.ListForgotten(tx, StepSize);
        foreach (var account in accounts)
        {
            if (!await IsForgotten(tx, account)) continue;

            OvertakenException.Unless(await AccountStore.TryDelete(tx, account));
            await audit.Append(tx, new(AuditEvent.UserDeleted, Self, account));
        }

        return accounts.Count;
    }

    // Somebody may have signed up again, or have pressed a link, between the look and the hold.
    private static async Task<bool> IsForgotten(Tx tx, AccountId account) =>
        await AccountStore.Find(tx, account) is { IsEmailVerified: false } && (await SignUpStore.ListOf(tx, account)).Count == 0;
}
