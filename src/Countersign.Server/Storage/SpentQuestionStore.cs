using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The table of questions that a passkey has answered. That a row is new is what makes an answer good once.</summary>
public static class SpentQuestionStore
{
    // Longer than a question is good by any clock of ours, so that one that is set back revives none.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>Spends a question; true for exactly one caller.</summary>
    public static async Task<bool> TrySpend(Tx tx, AccountId account, byte[] questionHash) => 1 == await tx.Execute($"""
        INSERT INTO spent_questions (question_hash, account_id, expires_at) VALUES ({questionHash}, {account}, {tx.Now + Kept})
        ON CONFLICT (question_hash) DO NOTHING
        """);

    /// <summary>Deletes what is over.</summary>
    public static Task Sweep(Tx tx) => tx.Execute($"DELETE FROM spent_questions WHERE expires_at <= {tx.Now}");
}
