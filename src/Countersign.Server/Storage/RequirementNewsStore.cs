using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The table of people who were told that a second factor will be required, and not yet that it will not.</summary>
public static class RequirementNewsStore
{
    /// <summary>Notes that somebody is told it will be required; told of two orders, they are in it once.</summary>
    public static Task Note(Tx tx, AccountId account) =>
        tx.Execute($"INSERT INTO requirement_news (account_id) VALUES ({account}) ON CONFLICT (account_id) DO NOTHING");

    /// <summary>Takes somebody out who is about to be told that it will not; false when somebody else has.</summary>
    public static async Task<bool> TryTake(Tx tx, AccountId account) =>
        1 == await tx.Execute($"DELETE FROM requirement_news WHERE account_id = {account}");

    /// <summary>The first of them, oldest account first.</summary>
    public static async Task<IReadOnlyList<AccountId>> First(Sql sql, int most) =>
        [.. (await sql.Query<long>($"SELECT account_id FROM requirement_news ORDER BY account_id LIMIT {most}")).Select(
            id => new AccountId(id))];

    /// <summary>How many they are.</summary>
    public static Task<long> Count(Sql sql) => sql.Number($"SELECT count(*) FROM requirement_news");
}
