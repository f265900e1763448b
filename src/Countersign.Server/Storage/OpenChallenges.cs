namespace Countersign.Server.Storage;

/// <summary>How many challenges of one purpose an account may have open, and whose give way.</summary>
public static class OpenChallenges
{
    /// <summary>
    /// Of the account's open challenges with the purpose of this one, only the youngest of each caller (a credential, a network) stay, and
    /// so many of all: first those from where a second factor was proven, then the youngest of each. The very youngest of a network stays
    /// always (<see cref="FullUntil"/> says how many networks there are). What gives way leaves nothing behind. Those that a code was sent
    /// for are counted apart: a password that is given again and again takes no code away that somebody has in hand, nor the time of its
    /// sending, which the next one waits for.
    /// </summary>
    public static Task KeepFew(Tx tx, int most, int inAll, NewChallenge opened) => tx.Execute($"""
        DELETE FROM challenges WHERE id IN (
            SELECT id FROM (
                SELECT id, place, opened_by, row_number() OVER (ORDER BY known DESC, place, id DESC) AS place_in_all
                FROM (SELECT id, opened_by, row_number() OVER (PARTITION BY opened_by, opened_from, destination IS NULL ORDER BY id DESC) AS place,
                             (SELECT count(*) FROM limits WHERE bucket = {Buckets.ProvenFrom(opened.Account.Id, "")} || opened_from
                                AND window_ends > {tx.Now}) AS known
                      FROM challenges WHERE account_id = {opened.Account.Id} AND purpose = {opened.Purpose}
                        AND ended_at IS NULL AND {IsOpen(tx, opened)}) of_caller) ranked
            WHERE place > {most} OR (place_in_all > {inAll} AND (place > 1 OR opened_by IS NOT NULL)))
        """);

    /// <summary>
    /// Whether challenges like this one wait for so many other networks where nobody has proven a second factor of the account, that there
    /// is room for no more.
    /// </summary>
    /// <returns>Null when there is room, or this network has one; else when the first of them is over.</returns>
    public static async Task<DateTimeOffset?> FullUntil(Sql sql, NewChallenge asked, int mostNetworks)
    {
        var ends = await sql.Number($"""
            SELECT CASE WHEN count(*) >= {mostNetworks} THEN min(ends) ELSE 0 END FROM (
                SELECT max(expires_at) AS ends FROM challenges
                WHERE account_id = {asked.Account.Id} AND purpose = {asked.Purpose} AND ended_at IS NULL AND {IsOpen(sql, asked)}
                  AND opened_from <> {asked.OpenedFrom}
                  AND NOT EXISTS (SELECT 1 FROM limits WHERE bucket = {Buckets.ProvenFrom(asked.Account.Id, "")} || opened_from
                                  AND window_ends > {sql.Now})
                GROUP BY opened_from) networks
            """);
        return Stored.Instant(ends is 0 ? null : ends);
    }

    private static SqlPart IsOpen(Sql sql, NewChallenge other) => Believed.IsAhead(sql, "expires_at", other.ExpiresAt - sql.Now);
}
