namespace Countersign.Server.Storage;

/// <summary>A jump of the clock of the machine.</summary>
/// <param name="At">What the clock said after it.</param>
/// <param name="Seconds">By how much; less than zero: back.</param>
public sealed record ClockJump(DateTimeOffset At, long Seconds);

/// <summary>The last jumps of the clock.</summary>
public static class ClockStore
{
    private const int Kept = 20;

    /// <summary>Notes a jump; those before the last twenty are forgotten.</summary>
    public static async Task Note(Tx tx, TimeSpan by)
    {
        await tx.Execute($"INSERT INTO clock_jumps (at, seconds) VALUES ({tx.Now}, {(long)by.TotalSeconds})");
        await tx.Execute($"DELETE FROM clock_jumps WHERE id <= (SELECT max(id) FROM clock_jumps) - {Kept}");
    }

    /// <summary>The jumps since an instant, the last one first.</summary>
    public static async Task<IReadOnlyList<ClockJump>> Since(Sql sql, DateTimeOffset since) =>
    [
        .. (await sql.Query<Row>($"SELECT at, seconds FROM clock_jumps WHERE at >= {since} ORDER BY id DESC"))
            .Select(row => new ClockJump(Stored.Instant(row.At), row.Seconds)),
    ];

    /// <summary>By how much the jumps since an instant have put the clock ahead, those back taken off.</summary>
    public static async Task<TimeSpan> AheadSince(Sql sql, DateTimeOffset since)
    {
        // What a jump ahead ends in is after it; a jump back may end where it all began.
        var jumps = (await Since(sql, since)).Where(jump => jump.Seconds < 0 || jump.At > since);
        return TimeSpan.FromSeconds(jumps.Sum(jump => jump.Seconds));
    }

    private sealed record Row(long At, long Seconds);
}
