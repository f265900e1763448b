using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A range of phone numbers that the numbering plans here do not know.</summary>
/// <param name="Tries">How often somebody gave a number of it in vain.</param>
/// <param name="AllowedAt">Since when an operator allows it; null when nobody does.</param>
public sealed record UnknownRange(long Id, PhoneRange Range, long Tries, DateTimeOffset LastTriedAt, DateTimeOffset? AllowedAt);

/// <summary>The table of ranges that people gave numbers of, and of those that operators have allowed.</summary>
public static class PhoneRangeStore
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private static SqlPart Columns { get; } = new($"id, beginning, tries, last_tried_at, allowed_at");

    /// <summary>What operators have allowed.</summary>
    public static async Task<IReadOnlyList<PhoneRange>> ListAllowed(Sql sql)
    {
        var rows = await sql.Query<Row>($"SELECT {Columns} FROM phone_ranges WHERE allowed_at IS NOT NULL ORDER BY beginning");
        return [.. rows.Select(row => row.ToRange().Range)];
    }

    /// <summary>What is allowed first, then what was tried last.</summary>
    public static async Task<IReadOnlyList<UnknownRange>> List(Sql sql, int most)
    {
        var rows = await sql.Query<Row>($"""
            SELECT {Columns} FROM phone_ranges WHERE allowed_at IS NOT NULL OR last_tried_at > {sql.Now - Memory}
            ORDER BY CASE WHEN allowed_at IS NULL THEN 1 ELSE 0 END, last_tried_at DESC, id LIMIT {most}
            """);
        return [.. rows.Select(row => row.ToRange())];
    }

    /// <summary>This range, or null.</summary>
    public static async Task<UnknownRange?> Find(Sql sql, long id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM phone_ranges WHERE id = {id}"))?.ToRange();

    /// <summary>Notes that somebody gave a number of this range in vain; what nobody has tried for a month is forgotten.</summary>
    public static async Task NoteTried(Tx tx, PhoneRange range)
    {
        await tx.Execute($"DELETE FROM phone_ranges WHERE allowed_at IS NULL AND last_tried_at <= {tx.Now - Memory}");
        await tx.Execute($"""
            INSERT INTO phone_ranges (beginning, tries, last_tried_at) VALUES ({range.Beginning}, 1, {tx.Now})
            ON CONFLICT (beginning) DO UPDATE SET tries = phone_ranges.tries + 1, last_tried_at = {tx.Now}
            """);
    }

    /// <summary>Allows a range; false when it is allowed already.</summary>
    public static async Task<bool> TryAllow(Tx tx, long id, AccountId by) => 1 == await tx.Execute(
        $"UPDATE phone_ranges SET allowed_at = {tx.Now}, allowed_by = {by} WHERE id = {id} AND allowed_at IS NULL");

    /// <summary>Ends what was allowed; false when nothing was.</summary>
    public static async Task<bool> TryEnd(Tx tx, long id) => 1 == await tx.Execute(
        $"UPDATE phone_ranges SET allowed_at = NULL, allowed_by = NULL WHERE id = {id} AND allowed_at IS NOT NULL");

    private sealed record Row(long Id, string Beginning, long Tries, long LastTriedAt, long? AllowedAt)
    {
        public UnknownRange ToRange() => new(
            Id, PhoneRange.TryParse(Beginning, out var range) ? range : throw new InvalidDataException(
                "A stored range of numbers is none."),
            Tries, Stored.Instant(LastTriedAt), Stored.Instant(AllowedAt));
    }
}
